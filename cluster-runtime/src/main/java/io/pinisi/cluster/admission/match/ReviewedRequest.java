package io.pinisi.cluster.admission.match;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.machinery.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code admission.k8s.io/v1 AdmissionRequest}, without the objects. */
public final class ReviewedRequest {
    private ReviewedRequest() {}

    public static ObjectNode of(AdmissionRequest request) {
        ObjectNode result = Json.object();
        for (String field : new String[] {"kind", "requestKind"}) {
            result.putObject(field)
                    .put("group", request.kind().group())
                    .put("version", request.kind().version())
                    .put("kind", request.kind().kind());
        }
        for (String field : new String[] {"resource", "requestResource"}) {
            result.putObject(field)
                    .put("group", request.resource().group())
                    .put("version", request.resource().version())
                    .put("resource", request.resource().resource());
        }
        if (!request.subresource().isEmpty()) {
            result.put("subResource", request.subresource());
            result.put("requestSubResource", request.subresource());
        }
        result.put("name", request.key().name());
        String namespace = request.key().namespace();
        if (namespace != null) {
            result.put("namespace", namespace);
        }
        result.put("operation", request.operation().name());
        result.set("userInfo", user(request));
        result.put("dryRun", request.dryRun());
        result.putObject("options")
                .put("apiVersion", "meta.k8s.io/v1")
                .put("kind", options(request.operation()));
        return result;
    }

    private static String options(Operation operation) {
        return switch (operation) {
            case CREATE, CONNECT -> "CreateOptions";
            case UPDATE -> "UpdateOptions";
            case DELETE -> "DeleteOptions";
        };
    }

    private static ObjectNode user(AdmissionRequest request) {
        ObjectNode user = Json.object().put("username", request.user().name());
        if (!request.user().uid().isEmpty()) {
            user.put("uid", request.user().uid());
        }
        ArrayNode groups = user.putArray("groups");
        request.user().groups().forEach(groups::add);
        if (!request.user().extra().isEmpty()) {
            ObjectNode extra = user.putObject("extra");
            request.user()
                    .extra()
                    .forEach((key, values) -> values.forEach(v -> extra.withArray(key).add(v)));
        }
        return user;
    }
}
