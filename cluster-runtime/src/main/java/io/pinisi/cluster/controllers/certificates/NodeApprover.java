package io.pinisi.cluster.controllers.certificates;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.pki.CertificateRequest;
import io.pinisi.cluster.registry.certificates.SigningRequest;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Approves client certificates of nodes for whoever has the right to have them. */
public final class NodeApprover implements ClusterController {
    private static final String ACCOUNT = "certificate-controller";
    private static final ResourcePath REVIEWS =
            ResourcePath.all(
                    GroupVersionResource.of("authorization.k8s.io/v1", "subjectaccessreviews"));

    private final ApiClient client;
    private final Controller<String> controller;

    public NodeApprover(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.controller =
                Controller.of("certificate-approver", environment.clock(), this::reconcile, 1);
        environment
                .informers()
                .of(SigningController.REQUESTS)
                .addHandler(
                        change -> {
                            if (isOpen(change.object())) {
                                controller.queue().add(Metadata.of(change.object()).name());
                            }
                        });
    }

    private static boolean isOpen(JsonNode request) {
        return request.path("spec").path("signerName").asString("").equals(SignerRules.NODE_CLIENT)
                && !SigningController.has(request, "Approved")
                && !SigningController.has(request, "Denied");
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
        ResourcePath path = ResourcePath.all(SigningController.REQUESTS).named(name);
        ObjectNode object = client.find(path).orElse(null);
        if (object == null || !isOpen(object)) {
            return Outcome.SETTLED;
        }
        JsonNode spec = object.path("spec");
        Set<String> usages = new HashSet<>();
        spec.path("usages").forEach(usage -> usages.add(usage.asString("")));
        CertificateRequest request;
        try {
            request =
                    CertificateRequest.parse(
                            SigningRequest.decode(spec.path("request").asString("")));
        } catch (IllegalArgumentException e) {
            return Outcome.SETTLED;
        }
        if (SignerRules.objection(SignerRules.NODE_CLIENT, request, usages).isPresent()) {
            return Outcome.SETTLED;
        }
        boolean own = request.commonName().equals(spec.path("username").asString(""));
        String right = own ? "selfnodeclient" : "nodeclient";
        if (may(spec, right)) {
            approve(path, object, own);
        }
        return Outcome.SETTLED;
    }

    private boolean may(JsonNode spec, String right) {
        ObjectNode review =
                Json.object()
                        .put("apiVersion", "authorization.k8s.io/v1")
                        .put("kind", "SubjectAccessReview");
        ObjectNode asked = review.putObject("spec");
        asked.put("user", spec.path("username").asString(""));
        if (spec.has("groups")) {
            asked.set("groups", spec.path("groups").deepCopy());
        }
        asked.putObject("resourceAttributes")
                .put("group", "certificates.k8s.io")
                .put("resource", "certificatesigningrequests")
                .put("verb", "create")
                .put("subresource", right);
        ObjectNode answer = client.create(REVIEWS, review, WriteOptions.PLAIN);
        return answer.path("status").path("allowed").asBoolean(false);
    }

    private void approve(ResourcePath path, ObjectNode request, boolean own) {
        ObjectNode status =
                request.get("status") instanceof ObjectNode given
                        ? given
                        : request.putObject("status");
        status.withArray("conditions")
                .addObject()
                .put("type", "Approved")
                .put("status", "True")
                .put("reason", "AutoApproved")
                .put(
                        "message",
                        own
                                ? "Auto approving self kubelet client certificate after"
                                        + " SubjectAccessReview."
                                : "Auto approving kubelet client certificate after"
                                        + " SubjectAccessReview.");
        client.update(path.sub("approval"), request, WriteOptions.PLAIN);
    }
}
