package io.pinisi.cluster.client;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a {@code metav1.Status} back into the exception it was. */
final class StatusReader {
    private StatusReader() {}

    static ApiException exception(JsonNode status) {
        String text = Objects.requireNonNullElse(Json.text(status, "reason"), "");
        String message = Objects.requireNonNullElse(Json.text(status, "message"), text);
        return new ApiException(
                reason(text, status.path("code").asInt(500)), message, details(status));
    }

    private static Reason reason(String text, int code) {
        for (Reason reason : Reason.values()) {
            if (!text.isEmpty() && reason.text().equals(text)) {
                return reason;
            }
        }
        for (Reason reason : Reason.values()) {
            if (reason.code() == code) {
                return reason;
            }
        }
        return Reason.UNKNOWN;
    }

    private static ApiException.@Nullable Details details(JsonNode status) {
        JsonNode details = Json.at(status, "details");
        if (details == null) {
            return null;
        }
        List<FieldError> causes = new ArrayList<>();
        for (JsonNode cause : details.path("causes")) {
            causes.add(
                    new FieldError(
                            cause.path("field").asString(""),
                            type(cause.path("reason").asString("")),
                            null,
                            cause.path("message").asString("")));
        }
        return new ApiException.Details(
                details.path("group").asString(""),
                details.path("kind").asString(""),
                details.path("name").asString(""),
                causes,
                details.path("retryAfterSeconds").asInt(0));
    }

    private static FieldError.Type type(String reason) {
        for (FieldError.Type type : FieldError.Type.values()) {
            if (type.reason().equals(reason)) {
                return type;
            }
        }
        return FieldError.Type.INVALID;
    }
}
