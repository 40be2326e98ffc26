package io.pinisi.portal.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Keycloak server in a process of its own, on loopback, with one realm. */
public final class Keycloak implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Keycloak.class);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int OK = 200;

    /** What the distribution keeps and we share; its data are ours. */
    private static final List<String> SHARED = List.of("bin", "conf", "lib", "providers", "themes");

    private static final List<String> JVM =
            List.of(
                    "-Xms64m",
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                    "--add-opens=java.base/java.security=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                    "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                            + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory");

    private final KeycloakOptions options;
    private final RealmTemplate template;
    private final Path root;
    private final Process process;

    private Keycloak(KeycloakOptions options, RealmTemplate template, Path root, Process process) {
        this.options = options;
        this.template = template;
        this.root = root;
        this.process = process;
    }

    /**
     * Starts the server and returns at once; {@link #ready} tells when it answers.
     *
     * @throws IOException where the distribution or the realm cannot be read
     */
    public static Keycloak start(KeycloakOptions options) throws IOException {
        Path secrets = options.home().resolve("secrets");
        RealmTemplate template = new RealmTemplate(secrets, new SecureRandom());
        endLeftBehind(options.home().resolve("pid"));
        String realm = template.fill(Files.readString(options.realm()), options.portal());
        Path root = options.home().resolve(RealmTemplate.nameOf(realm));
        prepare(options.distribution(), root, realm);
        ProcessBuilder builder =
                new ProcessBuilder(command(options, root))
                        .redirectErrorStream(true)
                        .redirectOutput(options.home().resolve("log").toFile());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", template.secret("admin"));
        Process process = builder.start();
        Files.writeString(
                options.home().resolve("pid"),
                process.pid() + " " + started(process.toHandle()) + "\n");
        return new Keycloak(options, template, root, process);
    }

    private static void prepare(Path distribution, Path root, String realm) throws IOException {
        Path imports = Files.createDirectories(root.resolve("data").resolve("import"));
        for (String name : SHARED) {
            Path link = root.resolve(name);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, distribution.resolve(name).toAbsolutePath());
        }
        Path file = imports.resolve("realm.json");
        Files.deleteIfExists(file);
        RealmTemplate.writePrivate(file, realm);
    }

    private static List<String> command(KeycloakOptions options, Path root) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-Dkc.home.dir=" + root);
        command.addAll(List.of("-cp", root.resolve("lib").resolve("quarkus-run.jar").toString()));
        command.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        command.addAll(
                List.of(
                        "start",
                        "--optimized",
                        "--import-realm",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + options.port(),
                        "--hostname=" + url(options),
                        "--http-management-host=127.0.0.1",
                        "--http-management-port=" + (options.port() + 1),
                        "--cache=local"));
        return command;
    }

    private static String url(KeycloakOptions options) {
        return "http://127.0.0.1:" + options.port();
    }

    /** A process id is used again in time, so the moment of its start must agree too. */
    private static void endLeftBehind(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        String[] words = Files.readString(file).strip().split(" ");
        Optional<ProcessHandle> left =
                words.length == 2 ? ProcessHandle.of(Long.parseLong(words[0])) : Optional.empty();
        if (left.isPresent() && started(left.get()).equals(words[1])) {
            log.info("keycloak pid={} was left behind and is ended", words[0]);
            left.get().destroy();
            left.get()
                    .onExit()
                    .completeOnTimeout(left.get(), STOP.toSeconds(), TimeUnit.SECONDS)
                    .join()
                    .destroyForcibly();
        }
        Files.delete(file);
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("unknown");
    }

    /** Completes when the realm answers; fails where the server ends before. */
    public CompletableFuture<String> ready() {
        CompletableFuture<String> ready = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("keycloak-ready")
                .start(
                        () -> {
                            try (HttpClient client = HttpClient.newHttpClient()) {
                                await(client);
                                ready.complete(url(options));
                            } catch (IOException e) {
                                ready.completeExceptionally(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                ready.completeExceptionally(e);
                            }
                        });
        return ready;
    }

    private void await(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        url(options)
                                                + "/realms/pinisi/.well-known/openid-configuration"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(client, request)) {
            if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("Keycloak ended; see " + options.home().resolve("log"));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("Keycloak does not answer within " + PATIENCE);
            }
        }
        Files.deleteIfExists(root.resolve("data").resolve("import").resolve("realm.json"));
    }

    private static boolean answers(HttpClient client, HttpRequest request)
            throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The realm's people and their passwords. */
    public Map<String, String> people() throws IOException {
        Map<String, String> people = new LinkedHashMap<>();
        for (String name : RealmTemplate.names(Files.readString(options.realm()))) {
            if (!name.equals("portal")) {
                people.put(name, template.secret(name));
            }
        }
        return people;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(options.home().resolve("pid"));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
