package io.pinisi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One running product: the executable in a process of its own, its home in a folder of its own. */
final class Pinisi implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final int PORTS_BEGIN = 20_000;
    private static final int PORTS_END = 30_000;
    private static final Duration STOP_LIMIT = Duration.ofMinutes(3);

    private final Path home;
    private final int portalPort;
    private final int hubPort;
    private final Path log;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> settings = new TreeMap<>();
    private @Nullable Process process;

    private Pinisi(Path home, int portalPort, int hubPort) {
        this.home = home;
        this.portalPort = portalPort;
        this.hubPort = hubPort;
        this.log = home.resolveSibling(home.getFileName() + ".log");
    }

    /** A product that has never run; nothing is started yet. */
    static Pinisi fresh(String name) {
        try {
            Path out = Files.createDirectories(Command.property("pinisi.out"));
            Path home = Files.createTempDirectory(out, name + "-");
            return new Pinisi(home, freePorts(1), freePorts(3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The API of a member, in the order in which they are named. */
    String memberUrl(int index) {
        return "https://127.0.0.1:" + (hubPort + 1 + index);
    }

    /** With a real Keycloak beside, as {@code make run SSO=1} does it; on ports of its own. */
    Pinisi withKeycloak() {
        try {
            int port = freePorts(2);
            Path realm = Command.property("pinisi.realm");
            Path sso = home.resolveSibling(home.getFileName() + "-sso.yaml");
            Files.writeString(
                    sso, Files.readString(realm.resolve("sso.yaml")).replace("8180", "" + port));
            settings.put("PINISI_KEYCLOAK_PORT", Integer.toString(port));
            arguments.addAll(
                    List.of(
                            "--sso",
                            sso.toString(),
                            "--keycloak",
                            Command.property("pinisi.keycloak").toString(),
                            "--realm",
                            realm.resolve("realm.json").toString()));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a local account before the product starts, and returns its password. */
    String account(String name, String group) {
        String told = command("account", "create", name, "--group", group);
        return told.lines()
                .filter(line -> line.startsWith("password: "))
                .map(line -> line.substring("password: ".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(told));
    }

    /** What another command of the executable prints; it has to succeed. */
    String command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", Command.property("pinisi.jar").toString()));
        command.addAll(List.of(words));
        return Command.run(START_LIMIT, environment(), "", command).orFail();
    }

    String keycloakUrl() {
        return "http://127.0.0.1:" + settings.get("PINISI_KEYCLOAK_PORT");
    }

    /** Of a person of Keycloak's realm, or of its {@code admin}. */
    String keycloakPassword(String name) {
        try {
            return Files.readString(keycloakPasswordFile(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path keycloakPasswordFile(String name) {
        return home.resolve("keycloak/secrets").resolve(name);
    }

    /** Starts and waits until portal, hub and both members answer. */
    Pinisi start() {
        Path jar = Command.property("pinisi.jar");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                jar.toString(),
                                "up",
                                "--images",
                                Command.property("pinisi.images").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        String options = System.getProperty("pinisi.options", "");
        if (!options.isEmpty()) {
            builder.environment().put("JDK_JAVA_OPTIONS", options);
        }
        builder.environment().putAll(environment());
        builder.environment().putAll(settings);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until("the product is ready", START_LIMIT, this::readiness, "ready"::equals);
        return this;
    }

    Map<String, String> environment() {
        return Map.of(
                "PINISI_HOME", home.toString(),
                "PINISI_PORT", Integer.toString(portalPort),
                "PINISI_HUB_PORT", Integer.toString(hubPort));
    }

    private String readiness() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new AssertionError("the product ended by itself:\n" + log());
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(url() + "/health/ready"))
                                    .timeout(Duration.ofSeconds(2))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "ready" : answer.body();
        } catch (IOException e) {
            return "no answer: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
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
                        "the product did not stop within " + STOP_LIMIT + "\n" + log());
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

    String url() {
        return "http://127.0.0.1:" + portalPort;
    }

    Path home() {
        return home;
    }

    Kubectl kubectl(String context) {
        return new Kubectl(home.resolve("kubeconfig"), context);
    }

    /** {@code user} and {@code password} as the file {@code first-sign-in} has them. */
    Map<String, String> firstSignIn() {
        Map<String, String> facts = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(home.resolve("first-sign-in"))) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    facts.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts;
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * The first of {@code count} neighbouring ports that were free a moment ago, of those that no
     * connection is given by chance before the product takes them: below Linux's ephemeral ports
     * and those of node ports.
     */
    private static int freePorts(int count) throws IOException {
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
                for (ServerSocket socket : held) {
                    socket.close();
                }
            }
        }
        throw new IOException("no " + count + " neighbouring free ports");
    }
}
