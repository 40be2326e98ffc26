package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Environment variables and where they come from. */
final class EnvRules {
    private static final List<String> FIELDS =
            List.of(
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "spec.nodeName",
                    "spec.serviceAccountName",
                    "status.hostIP",
                    "status.hostIPs",
                    "status.podIP",
                    "status.podIPs");
    private static final Pattern SUBSCRIPTED =
            Pattern.compile("metadata\\.(labels|annotations)\\['.+']");

    private EnvRules() {}

    static void check(JsonNode container, String path, Faults faults) {
        JsonNode env = container.path("env");
        for (int i = 0; i < env.size(); i++) {
            checkVariable(env.get(i), path + ".env[" + i + "]", faults);
        }
        JsonNode sources = container.path("envFrom");
        for (int i = 0; i < sources.size(); i++) {
            checkSource(sources.get(i), path + ".envFrom[" + i + "]", faults);
        }
    }

    private static void checkVariable(JsonNode variable, String path, Faults faults) {
        String name = variable.path("name").asString("");
        if (name.isEmpty()) {
            faults.required(path + ".name", "");
        } else {
            NameRule.ENV_NAME.faults(name).forEach(f -> faults.invalid(path + ".name", name, f));
        }
        JsonNode from = variable.get("valueFrom");
        if (from == null) {
            return;
        }
        String at = path + ".valueFrom";
        if (from.isEmpty()) {
            faults.invalid(
                    at,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or"
                            + " `secretKeyRef`");
            return;
        }
        if (!variable.path("value").asString("").isEmpty()) {
            faults.invalid(at, "", "may not be specified when `value` is not empty");
        } else if (from.size() > 1) {
            faults.invalid(at, "", "may not have more than one field specified at a time");
        }
        checkFrom(from, at, faults);
    }

    private static void checkFrom(JsonNode from, String path, Faults faults) {
        if (from.has("fieldRef")) {
            String field = from.path("fieldRef").path("fieldPath").asString("");
            String at = path + ".fieldRef.fieldPath";
            if (field.isEmpty()) {
                faults.required(at, "");
            } else if (!FIELDS.contains(field) && !SUBSCRIPTED.matcher(field).matches()) {
                faults.notSupported(at, field, FIELDS);
            }
        }
        if (from.has("resourceFieldRef")
                && from.path("resourceFieldRef").path("resource").asString("").isEmpty()) {
            faults.required(path + ".resourceFieldRef.resource", "");
        }
        for (String kind : List.of("configMapKeyRef", "secretKeyRef")) {
            if (from.has(kind)) {
                checkKey(from.path(kind), path + "." + kind, faults);
            }
        }
    }

    private static void checkKey(JsonNode reference, String path, Faults faults) {
        if (reference.path("name").asString("").isEmpty()) {
            faults.required(path + ".name", "");
        }
        String key = reference.path("key").asString("");
        if (key.isEmpty()) {
            faults.required(path + ".key", "");
        } else {
            NameRule.DATA_KEY.faults(key).forEach(f -> faults.invalid(path + ".key", key, f));
        }
    }

    private static void checkSource(JsonNode source, String path, Faults faults) {
        String prefix = source.path("prefix").asString("");
        if (!prefix.isEmpty()) {
            NameRule.ENV_NAME
                    .faults(prefix)
                    .forEach(f -> faults.invalid(path + ".prefix", prefix, f));
        }
        boolean config = source.has("configMapRef");
        boolean secret = source.has("secretRef");
        if (!config && !secret) {
            faults.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
        } else if (config && secret) {
            faults.invalid(path, "", "may not have more than one field specified at a time");
        }
        for (String kind : List.of("configMapRef", "secretRef")) {
            if (source.has(kind) && source.path(kind).path("name").asString("").isEmpty()) {
                faults.required(path + "." + kind + ".name", "");
            }
        }
    }
}
