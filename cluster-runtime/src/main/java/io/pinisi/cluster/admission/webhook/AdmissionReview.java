package io.pinisi.cluster.admission.webhook;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.match.ReviewedRequest;
import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code admission.k8s.io AdmissionReview}: the question, and what is read from the answer. */
record AdmissionReview(String uid, ObjectNode document) {

    static AdmissionReview of(AdmissionRequest request, String version) {
        String uid = UUID.randomUUID().toString();
        ObjectNode document =
                Json.object()
                        .put("kind", "AdmissionReview")
                        .put("apiVersion", "admission.k8s.io/" + version);
        ObjectNode reviewed = document.putObject("request").put("uid", uid);
        reviewed.setAll(ReviewedRequest.of(request));
        put(reviewed, "object", request.object());
        put(reviewed, "oldObject", request.oldObject());
        return new AdmissionReview(uid, document);
    }

    private static void put(
            ObjectNode reviewed, String field, @org.jspecify.annotations.Nullable JsonNode tree) {
        if (tree == null) {
            reviewed.putNull(field);
        } else {
            reviewed.set(field, tree.deepCopy());
        }
    }

    JsonNode response(JsonNode answer) throws IOException {
        JsonNode response = answer.path("response");
        if (!response.isObject()) {
            throw new IOException("webhook response is missing");
        }
        if (!response.path("uid").asString("").equals(uid)) {
            throw new IOException("expected response.uid=\"" + uid + "\"");
        }
        return response;
    }
}
