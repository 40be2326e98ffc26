package io.pinisi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs one program to its end. */
final class Command {
    private Command() {}

    /** What a program left behind. */
    record Result(List<String> command, int exit, String out, String err) {
        String orFail() {
            if (exit != 0) {
                throw new AssertionError(this);
            }
            return out;
        }

        @Override
        public String toString() {
            return String.join(" ", command) + " → exit " + exit + "\n" + out + err;
        }
    }

    static Result run(
            Duration limit, Map<String, String> environment, String input, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            CompletableFuture<String> out = drain(process.getInputStream());
            CompletableFuture<String> err = drain(process.getErrorStream());
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closedByTheProgram) {
                // It ended without reading all; its exit code tells.
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        String.join(" ", command)
                                + " did not end within "
                                + limit
                                + "\n"
                                + out.join());
            }
            return new Result(command, process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static CompletableFuture<String> drain(java.io.InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (stream) {
                                text.complete(
                                        new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                            } catch (IOException e) {
                                text.completeExceptionally(e);
                            }
                        });
        return text;
    }

    static Path property(String name) {
        return Path.of(System.getProperty(name)).toAbsolutePath().normalize();
    }
}
