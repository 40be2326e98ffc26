package io.pinisi.cluster.client.bootstrap;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.NewKey;
import io.pinisi.cluster.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gets a client certificate by a CertificateSigningRequest: a new key, a request, and patience.
 *
 * @param client as whoever asks: the bearer of a token, or of the certificate that is to be renewed
 * @param patience how long approval and signature may take
 */
public record Enrolment(ApiClient client, Duration patience, InstantSource clock) {
    private static final ResourcePath REQUESTS =
            ResourcePath.all(
                    GroupVersionResource.of(
                            "certificates.k8s.io/v1", "certificatesigningrequests"));
    private static final Duration POLL = Duration.ofMillis(250);

    /** How much of a certificate's life passes before the next one is asked for. */
    private static final double RENEWAL = 0.8;

    /**
     * What is asked for.
     *
     * @param prefix of the request's name
     * @param life wished for; the signer may give less
     */
    public record Wish(
            String prefix,
            String signer,
            String commonName,
            List<String> organisations,
            Duration life) {
        public Wish {
            organisations = List.copyOf(organisations);
        }
    }

    /**
     * @param authority by which the server is known
     * @throws ApiException Forbidden where the request is denied, Timeout where nobody answers
     */
    public Credential obtain(Wish wish, X509Certificate authority) throws InterruptedException {
        NewKey key = NewKey.generate();
        ObjectNode made = client.create(REQUESTS, request(wish, key), WriteOptions.PLAIN);
        ResourcePath path = REQUESTS.named(Metadata.of(made).name());
        Instant deadline = clock.instant().plus(patience);
        while (clock.instant().isBefore(deadline)) {
            JsonNode status = client.get(path).path("status");
            refuse(status);
            String encoded = status.path("certificate").asString("");
            if (!encoded.isEmpty()) {
                return key.certified(certificate(encoded), authority);
            }
            Thread.sleep(POLL);
        }
        throw new ApiException(
                Reason.TIMEOUT,
                "nobody approved the request for a certificate: kubectl certificate approve "
                        + Metadata.of(made).name());
    }

    /** From when on a certificate is to be renewed. */
    public static Instant renewal(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return from.plusMillis((long) (life.toMillis() * RENEWAL));
    }

    private static ObjectNode request(Wish wish, NewKey key) {
        ObjectNode request = Json.object().put("apiVersion", "certificates.k8s.io/v1");
        request.put("kind", "CertificateSigningRequest");
        request.putObject("metadata").put("generateName", wish.prefix());
        byte[] pem =
                key.request(wish.commonName(), wish.organisations())
                        .getBytes(StandardCharsets.US_ASCII);
        ObjectNode spec = request.putObject("spec").put("signerName", wish.signer());
        spec.put("request", Base64.getEncoder().encodeToString(pem));
        spec.put("expirationSeconds", wish.life().toSeconds());
        spec.putArray("usages").add("digital signature").add("client auth");
        return request;
    }

    private static void refuse(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            String type = condition.path("type").asString("");
            if (type.equals("Denied") || type.equals("Failed")) {
                throw new ApiException(
                        Reason.FORBIDDEN,
                        "the request for a certificate was "
                                + (type.equals("Denied") ? "denied: " : "not signed: ")
                                + condition.path("message").asString(""));
            }
        }
    }

    private static X509Certificate certificate(String encoded) {
        try {
            String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
            return Pem.certificates(pem).getFirst();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate cannot be read", e);
        }
    }
}
