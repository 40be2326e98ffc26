package io.pinisi.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A {@code pinisi cluster}, apart from any hub; its pods are simulated. */
final class Island implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final String name;
    private final int port;
    private final Path home;
    private final Executable process;

    Island(String name) {
        this.name = name;
        this.port = Executable.freePorts(1);
        this.home = Executable.home(name);
        this.process = new Executable(home);
    }

    String name() {
        return name;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    Path kubeconfig() {
        return home.resolve("kubeconfig");
    }

    Kubectl kubectl() {
        return new Kubectl(kubeconfig(), name);
    }

    /** Returns at once; {@link #awaitReady} waits. */
    Island start() {
        process.start(
                List.of("cluster", name, "--port", Integer.toString(port)),
                Map.of("PINISI_HOME", home.toString(), "PINISI_RUNTIME", "simulated"));
        return this;
    }

    void awaitReady() {
        Await.until(
                name + " is ready",
                START_LIMIT,
                () -> {
                    process.requireAlive();
                    return kubectl().run("get", "--raw", "/readyz");
                },
                result -> result.exit() == 0);
    }

    void kill() {
        process.kill();
    }

    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    @Override
    public void close() {
        process.stop();
    }
}
