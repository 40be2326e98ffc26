package io.pinisi.federation.membership;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controllers.certificates.CertificateSigner;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.pki.CertificateRequest;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.certificates.SigningRequest;
import io.pinisi.federation.reverse.AgentPaths;
import io.pinisi.federation.watch.Mirror;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the requests for certificates that agents make: with a token for their very cluster, or
 * with the certificate that is to be renewed. Nobody else gets one, and none says more than whose
 * agent its bearer is. What a person approves by hand is signed as well.
 */
public final class AgentCertificates implements AutoCloseable {
    private static final ResourcePath REQUESTS =
            ResourcePath.all(
                    GroupVersionResource.of(
                            "certificates.k8s.io/v1", "certificatesigningrequests"));
    private static final Duration LONGEST = Duration.ofDays(30);

    private final ApiClient hub;
    private final CertificateSigner signer;
    private final Predicate<String> pulls;
    private final Mirror<ObjectNode> requests;
    private final Controller<String> controller;

    /**
     * @param pulls whether a cluster of the name is a member in Pull mode
     */
    public AgentCertificates(
            ApiClient hub, CertificateSigner signer, Predicate<String> pulls, InstantSource clock) {
        this.hub = hub;
        this.signer = signer;
        this.pulls = pulls;
        this.controller = Controller.of("agent-certificates", clock, this::reconcile, 1);
        this.requests =
                new Mirror<>(
                        "agent-certificates",
                        hub,
                        new Mirror.Source(
                                REQUESTS,
                                GroupVersionKind.of(
                                        "certificates.k8s.io/v1", "CertificateSigningRequest"),
                                ListOptions.ALL.fields("spec.signerName=" + AgentPaths.SIGNER)),
                        request -> request,
                        (key, before, after) -> controller.queue().add(key.name()));
    }

    public void start() {
        requests.start();
        controller.start();
    }

    private Outcome reconcile(String name) {
        ResourcePath path = REQUESTS.named(name);
        ObjectNode request = hub.find(path).orElse(null);
        if (request == null || isAnswered(request)) {
            return Outcome.SETTLED;
        }
        JsonNode spec = request.path("spec");
        Optional<CertificateRequest> read = read(spec);
        Optional<String> objection =
                read.isPresent()
                        ? objection(spec, read.get())
                        : Optional.of("the request cannot be read");
        if (has(request, "Approved")) {
            answer(path, request, read, objection);
            return Outcome.SETTLED;
        }
        Optional<String> refusal = objection.or(() -> refusal(spec, read.orElseThrow()));
        decide(request, refusal);
        hub.update(path.sub("approval"), request, WriteOptions.PLAIN);
        return Outcome.SETTLED; // its change comes back here
    }

    private static Optional<CertificateRequest> read(JsonNode spec) {
        try {
            return Optional.of(
                    CertificateRequest.parse(
                            SigningRequest.decode(spec.path("request").asString(""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is never signed, whoever approved it. */
    static Optional<String> objection(JsonNode spec, CertificateRequest request) {
        Set<String> usages = usages(spec);
        if (!Set.of("digital signature", "key encipherment", "client auth").containsAll(usages)
                || !usages.contains("client auth")) {
            return Optional.of("usages must be client auth and digital signature");
        }
        if (AgentPaths.clusterOf(request.commonName()).isEmpty()
                || !Set.copyOf(request.organisations()).equals(Set.of(AgentPaths.GROUP))) {
            return Optional.of("the subject is not that of an agent");
        }
        return request.names().isEmpty() && !request.otherNames()
                ? Optional.empty()
                : Optional.of("subject alternative names are not allowed");
    }

    private Optional<String> refusal(JsonNode spec, CertificateRequest request) {
        String cluster = AgentPaths.clusterOf(request.commonName()).orElseThrow();
        boolean own = spec.path("username").asString("").equals(request.commonName());
        boolean invited =
                spec.path("groups")
                        .valueStream()
                        .anyMatch(g -> g.asString("").equals(AgentPaths.newcomers(cluster)));
        if (!own && !invited) {
            return Optional.of("the token is not for the agent of cluster \"" + cluster + '"');
        }
        return pulls.test(cluster)
                ? Optional.empty()
                : Optional.of("cluster \"" + cluster + "\" is no member in Pull mode");
    }

    private static void decide(ObjectNode request, Optional<String> refusal) {
        request.withObject("/status")
                .withArray("conditions")
                .addObject()
                .put("type", refusal.isEmpty() ? "Approved" : "Denied")
                .put("status", "True")
                .put("reason", refusal.isEmpty() ? "AutoApproved" : "AutoDenied")
                .put("message", refusal.orElse("the agent of a member in Pull mode"));
    }

    private void answer(
            ResourcePath path,
            ObjectNode request,
            Optional<CertificateRequest> read,
            Optional<String> objection) {
        ObjectNode status = request.withObject("/status");
        if (objection.isPresent()) {
            status.withArray("conditions")
                    .addObject()
                    .put("type", "Failed")
                    .put("status", "True")
                    .put("reason", "SignerValidationFailure")
                    .put("message", objection.get());
        } else {
            String pem =
                    Pem.of(
                            signer.sign(
                                    read.orElseThrow(),
                                    usages(request.path("spec")),
                                    life(request)));
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            status.put("certificate", Base64.getEncoder().encodeToString(bytes));
        }
        hub.update(path.sub("status"), request, WriteOptions.PLAIN);
    }

    private static Duration life(JsonNode request) {
        long seconds = request.path("spec").path("expirationSeconds").asLong(LONGEST.toSeconds());
        return Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    }

    private static Set<String> usages(JsonNode spec) {
        Set<String> usages = new HashSet<>();
        spec.path("usages").forEach(usage -> usages.add(usage.asString("")));
        return usages;
    }

    private static boolean isAnswered(JsonNode request) {
        return has(request, "Denied")
                || has(request, "Failed")
                || !request.path("status").path("certificate").asString("").isEmpty();
    }

    private static boolean has(JsonNode request, String type) {
        return Conditions.find(request.path("status"), type).isPresent();
    }

    @Override
    public void close() {
        controller.close();
        requests.close();
    }
}
