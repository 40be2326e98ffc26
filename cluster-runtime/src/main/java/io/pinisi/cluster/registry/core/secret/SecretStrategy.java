package io.pinisi.cluster.registry.core.secret;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.DataRules;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class SecretStrategy implements ResourceStrategy {
    private static final String OPAQUE = "Opaque";
    private static final String SERVICE_ACCOUNT = "kubernetes.io/service-account.name";

    /** What was written for convenience becomes data before anyone owns it. */
    @Override
    public void isolate(Transition transition) {
        ObjectNode next = transition.next();
        JsonNode plain = next.remove("stringData");
        if (plain != null && !plain.isEmpty()) {
            ObjectNode data =
                    next.get("data") instanceof ObjectNode given ? given : next.putObject("data");
            for (Map.Entry<String, JsonNode> entry : plain.properties()) {
                byte[] bytes = entry.getValue().asString("").getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
            }
        }
        if (next.path("type").asString("").isEmpty()) {
            ObjectNode old = transition.old();
            next.put("type", old == null ? OPAQUE : old.path("type").asString(OPAQUE));
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        ObjectNode old = transition.old();
        if (old != null && !old.path("type").equals(next.path("type"))) {
            faults.invalid("type", next.path("type"), "field is immutable");
        }
        DataRules.checkImmutable(old, next, faults, "data");
        DataRules.checkKeys(next, "data", faults);
        checkBase64(next, faults);
        if (DataRules.decodedBytes(next, "data") > DataRules.MAX_BYTES) {
            faults.tooLong("data", "may not be more than " + DataRules.MAX_BYTES + " bytes");
        }
        checkType(next, faults);
    }

    private static void checkBase64(ObjectNode secret, Faults faults) {
        for (Map.Entry<String, JsonNode> entry : secret.path("data").properties()) {
            if (decoded(entry.getValue()) == null) {
                faults.invalid(
                        "data[" + entry.getKey() + "]",
                        "<secret contents redacted>",
                        "must be base64");
            }
        }
    }

    private static byte @org.jspecify.annotations.Nullable [] decoded(JsonNode value) {
        try {
            return Base64.getDecoder().decode(value.asString(""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void checkType(ObjectNode secret, Faults faults) {
        switch (secret.path("type").asString("")) {
            case "kubernetes.io/service-account-token" -> {
                if (Json.text(secret, "metadata", "annotations", SERVICE_ACCOUNT) == null) {
                    faults.required("metadata.annotations[" + SERVICE_ACCOUNT + "]", "");
                }
            }
            case "kubernetes.io/dockercfg" -> checkJson(secret, ".dockercfg", faults);
            case "kubernetes.io/dockerconfigjson" -> checkJson(secret, ".dockerconfigjson", faults);
            case "kubernetes.io/basic-auth" -> {
                if (!has(secret, "username") && !has(secret, "password")) {
                    faults.required("data[username]", "");
                    faults.required("data[password]", "");
                }
            }
            case "kubernetes.io/ssh-auth" -> checkPresent(secret, "ssh-privatekey", faults);
            case "kubernetes.io/tls" -> {
                checkPresent(secret, "tls.crt", faults);
                checkPresent(secret, "tls.key", faults);
            }
            default -> {
                // any other type is the user's own
            }
        }
    }

    private static boolean has(ObjectNode secret, String key) {
        return secret.path("data").has(key);
    }

    private static void checkPresent(ObjectNode secret, String key, Faults faults) {
        if (!has(secret, key)) {
            faults.required("data[" + key + "]", "");
        }
    }

    private static void checkJson(ObjectNode secret, String key, Faults faults) {
        checkPresent(secret, key, faults);
        byte[] bytes = decoded(secret.path("data").path(key));
        if (bytes != null && has(secret, key) && !isJson(bytes)) {
            faults.invalid(
                    "data[" + key + "]", "<secret contents redacted>", "must be a JSON object");
        }
    }

    private static boolean isJson(byte[] bytes) {
        try {
            Json.parse(bytes);
            return true;
        } catch (io.pinisi.cluster.machinery.error.ApiException e) {
            return false;
        }
    }
}
