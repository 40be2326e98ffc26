package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the {@code metav1.Status} that a failure is on the wire. */
public final class StatusObject {
    private StatusObject() {}

    public static ObjectNode of(ApiException exception) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", exception.getMessage());
        status.put("reason", exception.reason().text());
        ApiException.Details details = exception.details();
        if (details != null) {
            status.set("details", details(details));
        }
        return status.put("code", exception.reason().code());
    }

    private static ObjectNode details(ApiException.Details details) {
        ObjectNode node = Json.object();
        putUnlessEmpty(node, "name", details.name());
        putUnlessEmpty(node, "group", details.group());
        putUnlessEmpty(node, "kind", details.kind());
        if (!details.causes().isEmpty()) {
            ArrayNode causes = node.putArray("causes");
            for (FieldError error : details.causes()) {
                ObjectNode cause = causes.addObject();
                cause.put("reason", error.type().reason()).put("message", error.body());
                putUnlessEmpty(cause, "field", error.field());
            }
        }
        if (details.retryAfterSeconds() > 0) {
            node.put("retryAfterSeconds", details.retryAfterSeconds());
        }
        return node;
    }

    private static void putUnlessEmpty(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}
