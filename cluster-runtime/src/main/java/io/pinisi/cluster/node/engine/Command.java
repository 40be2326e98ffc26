package io.pinisi.cluster.node.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one of the machine's tools to its end. */
public final class Command {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Command() {}

    /** How it ended, and standard output and error as one text. */
    public record Result(int exitCode, String output) {
        public boolean ok() {
            return exitCode == 0;
        }
    }

    /** Fails with the tool's own words unless it exits with 0. */
    public static String run(String... command) {
        return feed("", command);
    }

    /** As {@link #run}, with {@code input} on standard input. */
    public static String feed(String input, String... command) {
        Result result = attempt(input, List.of(command));
        if (!result.ok()) {
            throw new EngineFailure(
                    String.join(" ", command)
                            + ": exit code "
                            + result.exitCode()
                            + ": "
                            + result.output().strip());
        }
        return result.output();
    }

    /** Whatever the exit code. */
    public static Result attempt(String input, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            try (InputStream stdout = process.getInputStream()) {
                String output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new EngineFailure(String.join(" ", command) + ": no end in " + LIMIT);
                }
                return new Result(process.exitValue(), output);
            }
        } catch (IOException e) {
            throw new EngineFailure(String.join(" ", command) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure(String.join(" ", command) + ": interrupted", e);
        }
    }
}
