package io.pinisi.federation.login;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.pki.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a program fetch a token or a client certificate. It gets what the kubeconfig says and no more
 * of this server than where programs and its home are.
 */
final class PluginRun {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int OUTPUT_MAX = 64 * 1024;
    private static final int WORDS_MAX = 300;
    private static final List<String> INHERITED = List.of("PATH", "HOME");

    private final Path program;
    private final Login.Plugin plugin;
    private final @Nullable ObjectNode cluster;
    private final InstantSource clock;

    /**
     * @param cluster the {@code spec.cluster} of an ExecCredential
     */
    PluginRun(Path program, Login.Plugin plugin, ObjectNode cluster, InstantSource clock) {
        this.program = program;
        this.plugin = plugin;
        this.cluster = plugin.wantsCluster() ? cluster : null;
        this.clock = clock;
    }

    /**
     * @throws ApiException it failed, in its own words
     */
    Token fetch() {
        try {
            return token(run());
        } catch (IOException e) {
            throw failure("cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was interrupted");
        }
    }

    private byte[] run() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(plugin.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        furnish(builder.environment());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> out = read(process.getInputStream());
            CompletableFuture<byte[]> err = read(process.getErrorStream());
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure("did not end within " + LIMIT.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw failure("ended with " + process.exitValue() + ": " + words(await(err)));
            }
            return await(out);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void furnish(Map<String, String> environment) {
        Map<String, String> own = Map.copyOf(environment);
        environment.clear();
        INHERITED.stream().filter(own::containsKey).forEach(n -> environment.put(n, own.get(n)));
        environment.putAll(plugin.environment());
        ObjectNode information =
                Json.object().put("apiVersion", plugin.apiVersion()).put("kind", "ExecCredential");
        ObjectNode spec = information.putObject("spec").put("interactive", false);
        if (cluster != null) {
            spec.set("cluster", cluster);
        }
        environment.put(
                "KUBERNETES_EXEC_INFO",
                new String(Json.bytes(information), StandardCharsets.UTF_8));
    }

    /** All that it says is read, so that it can end, and no more than the limit is kept. */
    private static CompletableFuture<byte[]> read(InputStream stream) {
        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("credential-plugin")
                .start(
                        () -> {
                            try (stream) {
                                byte[] kept = stream.readNBytes(OUTPUT_MAX);
                                stream.skip(Long.MAX_VALUE);
                                read.complete(kept);
                            } catch (IOException e) {
                                read.completeExceptionally(e);
                            }
                        });
        return read;
    }

    private byte[] await(CompletableFuture<byte[]> read) throws InterruptedException {
        try {
            return read.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failure("did not close its output");
        }
    }

    private Token token(byte[] output) {
        JsonNode credential;
        try {
            credential = Json.parse(output);
        } catch (ApiException e) {
            throw failure("did not print an ExecCredential");
        }
        String version = credential.path("apiVersion").asString("");
        if (!version.equals(plugin.apiVersion())) {
            throw failure("printed a " + version + " where " + plugin.apiVersion() + " was asked");
        }
        JsonNode status = credential.path("status");
        String token = status.path("token").asString("");
        Token.Certificate certificate = certificate(status);
        if (token.isEmpty() && certificate == null) {
            throw failure("gave no token and no client certificate");
        }
        Instant said = expiry(status.path("expirationTimestamp").asString(""));
        Instant ends = certificate == null ? said : end(certificate.chain());
        return new Token(
                token.isEmpty() ? null : token, certificate, ends.isBefore(said) ? ends : said);
    }

    private Token.@Nullable Certificate certificate(JsonNode status) {
        String chain = status.path("clientCertificateData").asString("");
        String key = status.path("clientKeyData").asString("");
        if (chain.isEmpty() != key.isEmpty()) {
            throw failure("gave a client certificate without its key, or a key without it");
        }
        return chain.isEmpty() ? null : new Token.Certificate(chain, key);
    }

    private Instant end(String chain) {
        try {
            List<X509Certificate> certificates = Pem.certificates(chain);
            if (!certificates.isEmpty()) {
                return certificates.getFirst().getNotAfter().toInstant();
            }
        } catch (GeneralSecurityException e) {
            // the same answer as for what has none
        }
        throw failure("gave a client certificate that is not in PEM");
    }

    private Instant expiry(String text) {
        try {
            return text.isEmpty() ? clock.instant().plus(Token.UNSAID) : Instant.parse(text);
        } catch (DateTimeException e) {
            throw failure("gave an expirationTimestamp that is no time");
        }
    }

    private static String words(byte[] text) {
        String words = new String(text, StandardCharsets.UTF_8).strip();
        return words.length() > WORDS_MAX ? words.substring(0, WORDS_MAX) + "…" : words;
    }

    private ApiException failure(String what) {
        return new ApiException(
                Reason.UNAUTHORIZED, "the credential plugin " + plugin.command() + " " + what);
    }
}
