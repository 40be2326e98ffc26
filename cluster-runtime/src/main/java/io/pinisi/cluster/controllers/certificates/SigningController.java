package io.pinisi.cluster.controllers.certificates;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.pki.CertificateRequest;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.certificates.SigningRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signs what was approved for one of the cluster's signers, or says why it does not. */
public final class SigningController implements ClusterController {
    static final GroupVersionResource REQUESTS =
            GroupVersionResource.of("certificates.k8s.io/v1", "certificatesigningrequests");
    private static final String ACCOUNT = "certificate-controller";
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ApiClient client;
    private final CertificateSigner signer;
    private final Controller<String> controller;

    public SigningController(Environment environment, CertificateSigner signer) {
        this.client = environment.as(ACCOUNT);
        this.signer = signer;
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer informer = environment.informers().of(REQUESTS);
        informer.addHandler(
                change -> {
                    if (isDue(change.object())) {
                        controller.queue().add(Metadata.of(change.object()).name());
                    }
                });
    }

    private static boolean isDue(JsonNode request) {
        return SignerRules.SIGNERS.contains(request.path("spec").path("signerName").asString(""))
                && has(request, "Approved")
                && !has(request, "Failed")
                && request.path("status").path("certificate").asString("").isEmpty();
    }

    static boolean has(JsonNode request, String condition) {
        return request.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(c -> c.path("type").asString("").equals(condition));
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(String name) {
        ResourcePath path = ResourcePath.all(REQUESTS).named(name);
        ObjectNode request = client.find(path).orElse(null);
        if (request == null || !isDue(request)) {
            return Outcome.SETTLED;
        }
        answer(request);
        try {
            client.update(path.sub("status"), request, WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    private void answer(ObjectNode object) {
        JsonNode spec = object.path("spec");
        Set<String> usages = new HashSet<>();
        spec.path("usages").forEach(usage -> usages.add(usage.asString("")));
        ObjectNode status = (ObjectNode) object.path("status");
        try {
            CertificateRequest request =
                    CertificateRequest.parse(
                            SigningRequest.decode(spec.path("request").asString("")));
            Optional<String> objection =
                    SignerRules.objection(spec.path("signerName").asString(""), request, usages);
            if (objection.isPresent()) {
                fail(status, objection.get());
                return;
            }
            String pem = Pem.of(signer.sign(request, usages, life(spec)));
            status.put(
                    "certificate",
                    Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            fail(status, String.valueOf(e.getMessage()));
        }
    }

    private static Duration life(JsonNode spec) {
        long seconds = spec.path("expirationSeconds").asLong(LONGEST.toSeconds());
        return Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    }

    private static void fail(ObjectNode status, String why) {
        status.withArray("conditions")
                .addObject()
                .put("type", "Failed")
                .put("status", "True")
                .put("reason", "SignerValidationFailure")
                .put("message", why);
    }
}
