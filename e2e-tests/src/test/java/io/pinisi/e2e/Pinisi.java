package io.pinisi.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.TreeMap;

/** One running product: the executable in a process of its own, its home in a folder of its own. */
final class Pinisi implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Path home;
    private final int portalPort;
    private final int hubPort;
    private final int ingressPort;
    private final List<String> arguments;
    private final Map<String, String> settings = new TreeMap<>();
    private final Executable process;

    private Pinisi(
            Path home, int portalPort, int hubPort, int ingressPort, List<String> arguments) {
        this.home = home;
        this.portalPort = portalPort;
        this.hubPort = hubPort;
        this.ingressPort = ingressPort;
        this.arguments = new ArrayList<>(arguments);
        this.process = new Executable(home);
    }

    /** A product that has never run; nothing is started yet. */
    static Pinisi fresh(String name) {
        return new Pinisi(
                Executable.home(name),
                Executable.freePorts(1),
                Executable.freePorts(3),
                Executable.freePorts(4),
                List.of("up", "--images", Command.property("pinisi.images").toString()));
    }

    /**
     * Portal and hub without members, never run.
     *
     * @param members {@code host:port} of those that will join
     */
    static Pinisi alone(String name, List<String> members) {
        Pinisi hub =
                new Pinisi(
                        Executable.home(name),
                        Executable.freePorts(1),
                        Executable.freePorts(1),
                        Executable.freePorts(4),
                        List.of("portal"));
        hub.settings.put("PINISI_MEMBER_ADDRESSES", String.join(",", members));
        return hub;
    }

    /** The API of a member, in the order in which they are named. */
    String memberUrl(int index) {
        return "https://127.0.0.1:" + (hubPort + 1 + index);
    }

    /** Where a member serves its ingresses, in the order in which they are named. */
    String ingressUrl(int index) {
        return "http://127.0.0.1:" + (ingressPort + 2 * index);
    }

    /** With a real Keycloak beside, as {@code make run SSO=1} does it; on ports of its own. */
    Pinisi withKeycloak() {
        try {
            int port = Executable.freePorts(2);
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
        return Command.run(START_LIMIT, environment(), "", Executable.command(List.of(words)))
                .orFail();
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

    /** Starts and waits until portal, hub and members answer. */
    Pinisi start() {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(environment());
        process.start(arguments, all);
        Await.until("the product is ready", START_LIMIT, this::readiness, "ready"::equals);
        return this;
    }

    Map<String, String> environment() {
        return Map.of(
                "PINISI_HOME", home.toString(),
                "PINISI_PORT", Integer.toString(portalPort),
                "PINISI_HUB_PORT", Integer.toString(hubPort),
                "PINISI_INGRESS_PORT", Integer.toString(ingressPort));
    }

    private String readiness() {
        process.requireAlive();
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
        process.stop();
    }

    /** As kill -9 does. */
    void kill() {
        process.kill();
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
        return process.log();
    }

    @Override
    public void close() {
        stop();
    }
}
