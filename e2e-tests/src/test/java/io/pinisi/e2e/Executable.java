package io.pinisi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The executable in a process of its own, on a home of its own, started as often as needed. */
final class Executable {
    private static final int PORTS_BEGIN = 20_000;
    private static final int PORTS_END = 30_000;
    private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    private final Path log;
    private @Nullable Process process;

    Executable(Path home) {
        this.log = home.resolveSibling(home.getFileName() + ".log");
    }

    /** A folder that no other process has. */
    static Path home(String name) {
        try {
            Path out = Files.createDirectories(Command.property("pinisi.out"));
            return Files.createTempDirectory(out, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> command(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", Command.property("pinisi.jar").toString()));
        command.addAll(words);
        return command;
    }

    void start(List<String> words, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command(words)).redirectErrorStream(true);
        String options = System.getProperty("pinisi.options", "");
        if (!options.isEmpty()) {
            builder.environment().put("JDK_JAVA_OPTIONS", options);
        }
        builder.environment().putAll(environment);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void requireAlive() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new AssertionError("the process ended by itself:\n" + log());
        }
    }

    /** As Ctrl-C does. */
    void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
                throw new AssertionError(
                        "the process did not stop within " + STOP_LIMIT + "\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /** As kill -9 does. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
            process = null;
        }
    }

    /** It neither answers nor closes a connection, as behind a broken network; until resumed. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        Process running = process;
        if (running == null) {
            throw new AssertionError("not running");
        }
        Command.run(
                        SIGNAL_LIMIT,
                        Map.of(),
                        "",
                        List.of("kill", signal, Long.toString(running.pid())))
                .orFail();
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The first of {@code count} neighbouring ports that were free a moment ago, of those that no
     * connection is given by chance before the product takes them: below Linux's ephemeral ports
     * and those of node ports.
     */
    static int freePorts(int count) {
        Random random = new Random();
        for (int attempt = 0; attempt < 50; attempt++) {
            List<ServerSocket> held = new ArrayList<>();
            try {
                int first = random.nextInt(PORTS_BEGIN, PORTS_END - count);
                for (int next = 0; next < count; next++) {
                    held.add(new ServerSocket(first + next, 1, InetAddress.getLoopbackAddress()));
                }
                return first;
            } catch (IOException taken) {
                // A neighbour is in use: try elsewhere.
            } finally {
                held.forEach(Executable::close);
            }
        }
        throw new AssertionError("no " + count + " neighbouring free ports");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
