package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.registry.Faults;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How a rule of a schema is to be written, before anybody compiles it. */
final class RuleText {
    private static final int LONGEST_MESSAGE = 2048;
    private static final List<String> REASONS =
            List.of(
                    "FieldValueDuplicate",
                    "FieldValueForbidden",
                    "FieldValueInvalid",
                    "FieldValueRequired");

    private RuleText() {}

    static boolean isSound(JsonNode rule, JsonNode schema, String path, Faults faults) {
        Faults own = new Faults();
        checkMessage(rule, path, own);
        String reckoned = rule.path("messageExpression").asString("");
        if (!reckoned.isEmpty() && reckoned.isBlank()) {
            own.required(
                    path + ".messageExpression",
                    "messageExpression must be non-empty if specified");
        }
        String reason = rule.path("reason").asString("");
        if (rule.has("reason") && !REASONS.contains(reason)) {
            own.notSupported(path + ".reason", reason, REASONS);
        }
        checkPlace(rule.path("fieldPath").asString(""), schema, path + ".fieldPath", own);
        faults.addAll(own.list());
        return own.isEmpty();
    }

    private static void checkMessage(JsonNode rule, String path, Faults faults) {
        String text = rule.path("rule").asString("").strip();
        String message = rule.path("message").asString("");
        String at = path + ".message";
        if (text.isEmpty()) {
            faults.required(path + ".rule", "rule is not specified");
        } else if (!message.isEmpty() && message.isBlank()) {
            faults.invalid(at, message, "message must be non-empty if specified");
        } else if (message.length() > LONGEST_MESSAGE) {
            faults.invalid(
                    at,
                    message.substring(0, 10) + "...",
                    "message must have a maximum length of 2048 characters");
        } else if (hasLineBreaks(message.strip())) {
            faults.invalid(at, message, "message must not contain line breaks");
        } else if (hasLineBreaks(text) && message.isBlank()) {
            faults.required(at, "message must be specified if rule contains line breaks");
        }
    }

    private static void checkPlace(String place, JsonNode schema, String path, Faults faults) {
        if (!place.isEmpty() && place.isBlank()) {
            faults.invalid(path, place, "fieldPath must be non-empty if specified");
        }
        if (hasLineBreaks(place)) {
            faults.invalid(path, place, "fieldPath must not contain line breaks");
        }
        try {
            RulePath.of(place, schema);
        } catch (IllegalArgumentException e) {
            faults.invalid(path, place, "fieldPath must be a valid path: " + e.getMessage());
        }
    }

    private static boolean hasLineBreaks(String text) {
        return text.contains("\n") || text.contains("\r");
    }
}
