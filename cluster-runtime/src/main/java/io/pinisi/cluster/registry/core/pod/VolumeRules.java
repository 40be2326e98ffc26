package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Volumes: one source each, and paths that stay inside. */
final class VolumeRules {
    private static final long MOST_MODE = 0777;

    private VolumeRules() {}

    /** Checks all and returns the names that can be mounted. */
    static Set<String> check(JsonNode volumes, String path, Faults faults) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < volumes.size(); i++) {
            JsonNode volume = volumes.get(i);
            String at = path + "[" + i + "]";
            String name = volume.path("name").asString("");
            if (name.isEmpty()) {
                faults.required(at + ".name", "");
            } else {
                NameRule.DNS_LABEL.faults(name).forEach(f -> faults.invalid(at + ".name", name, f));
                if (!names.add(name)) {
                    faults.duplicate(at + ".name", name);
                }
            }
            checkSource(volume, at, faults);
        }
        return names;
    }

    private static void checkSource(JsonNode volume, String path, Faults faults) {
        int found = 0;
        for (Map.Entry<String, JsonNode> field : volume.properties()) {
            String kind = field.getKey();
            if (kind.equals("name")) {
                continue;
            }
            if (++found > 1) {
                faults.forbidden(path + "." + kind, "may not specify more than 1 volume type");
            } else {
                checkKind(kind, field.getValue(), path + "." + kind, faults);
            }
        }
        if (found == 0) {
            faults.required(path, "must specify a volume type");
        }
    }

    private static void checkKind(String kind, JsonNode source, String path, Faults faults) {
        switch (kind) {
            case "hostPath" -> {
                String host = source.path("path").asString("");
                if (host.isEmpty()) {
                    faults.required(path + ".path", "");
                } else if (hasBackstep(host)) {
                    faults.invalid(path + ".path", host, "must not contain '..'");
                }
            }
            case "secret" -> checkFiles(source, "secretName", path, faults);
            case "configMap" -> checkFiles(source, "name", path, faults);
            case "persistentVolumeClaim" -> checkFilled(source, "claimName", path, faults);
            case "projected" -> checkProjected(source, path, faults);
            case "downwardAPI" -> checkDownward(source, path, faults);
            case "nfs" -> {
                checkFilled(source, "server", path, faults);
                checkFilled(source, "path", path, faults);
            }
            case "csi" -> checkFilled(source, "driver", path, faults);
            default -> {
                // every other source is judged by its schema
            }
        }
    }

    private static void checkFilled(JsonNode source, String field, String path, Faults faults) {
        if (source.path(field).asString("").isEmpty()) {
            faults.required(path + "." + field, "");
        }
    }

    private static void checkFiles(JsonNode source, String name, String path, Faults faults) {
        checkFilled(source, name, path, faults);
        checkMode(source.path("defaultMode"), path + ".defaultMode", faults);
        JsonNode items = source.path("items");
        for (int i = 0; i < items.size(); i++) {
            String at = path + ".items[" + i + "]";
            checkFilled(items.get(i), "key", at, faults);
            checkPath(items.get(i), at, faults);
        }
    }

    private static void checkPath(JsonNode item, String at, Faults faults) {
        String file = item.path("path").asString("");
        if (file.isEmpty()) {
            faults.required(at + ".path", "");
        } else {
            checkRelative(file, at + ".path", faults);
            if (file.startsWith("..")) {
                faults.invalid(at + ".path", file, "must not start with '..'");
            }
        }
        checkMode(item.path("mode"), at + ".mode", faults);
    }

    private static void checkMode(JsonNode mode, String path, Faults faults) {
        if (mode.asLong(0) < 0 || mode.asLong(0) > MOST_MODE) {
            faults.invalid(
                    path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
        }
    }

    private static void checkProjected(JsonNode projected, String path, Faults faults) {
        checkMode(projected.path("defaultMode"), path + ".defaultMode", faults);
        JsonNode sources = projected.path("sources");
        for (int i = 0; i < sources.size(); i++) {
            JsonNode source = sources.get(i);
            String at = path + ".sources[" + i + "]";
            if (source.isEmpty()) {
                faults.required(at, "");
            }
            for (String kind : List.of("secret", "configMap")) {
                if (source.has(kind)) {
                    checkFiles(source.path(kind), "name", at + "." + kind, faults);
                }
            }
            if (source.has("downwardAPI")) {
                checkDownward(source.path("downwardAPI"), at + ".downwardAPI", faults);
            }
            if (source.has("serviceAccountToken")) {
                checkToken(source.path("serviceAccountToken"), at + ".serviceAccountToken", faults);
            }
        }
    }

    private static void checkToken(JsonNode token, String path, Faults faults) {
        JsonNode seconds = token.path("expirationSeconds");
        if (seconds.asLong(3600) < 600) {
            faults.invalid(
                    path + ".expirationSeconds",
                    seconds,
                    "may not specify a duration less than 10 minutes");
        }
        checkFilled(token, "path", path, faults);
    }

    private static void checkDownward(JsonNode source, String path, Faults faults) {
        JsonNode items = source.path("items");
        for (int i = 0; i < items.size(); i++) {
            String at = path + ".items[" + i + "]";
            checkPath(items.get(i), at, faults);
            boolean field = items.get(i).has("fieldRef");
            boolean resource = items.get(i).has("resourceFieldRef");
            if (!field && !resource) {
                faults.required(at, "one of fieldRef and resourceFieldRef is required");
            }
        }
    }

    static void checkRelative(String file, String path, Faults faults) {
        if (file.startsWith("/")) {
            faults.invalid(path, file, "must be a relative path");
        }
        if (hasBackstep(file)) {
            faults.invalid(path, file, "must not contain '..'");
        }
    }

    private static boolean hasBackstep(String file) {
        return Arrays.asList(file.split("/")).contains("..");
    }
}
