package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.registry.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code selectableFields}: plain paths to single values that the schema declares. */
final class SelectableRules {
    private static final int MOST = 8;
    private static final List<String> TYPES = List.of("string", "boolean", "integer");
    private static final Pattern PATH = Pattern.compile("(\\.[A-Za-z_$][A-Za-z0-9_$-]*)+");

    private SelectableRules() {}

    static void check(JsonNode version, String path, Faults faults) {
        JsonNode fields = version.path("selectableFields");
        JsonNode schema = version.path("schema").path("openAPIV3Schema");
        String list = path + ".selectableFields";
        if (fields.size() > MOST) {
            faults.tooMany(list, fields.size(), MOST);
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            String at = list + "[" + i + "].jsonPath";
            String field = fields.get(i).path("jsonPath").asString("");
            if (field.isEmpty()) {
                faults.required(at, "");
                continue;
            }
            checkPath(field, schema, at, faults);
            if (!seen.add(field)) {
                faults.duplicate(at, field);
            }
        }
    }

    private static void checkPath(String field, JsonNode schema, String at, Faults faults) {
        if (!PATH.matcher(field).matches()) {
            faults.invalid(at, field, "is an invalid path: must be a simple path to a field");
            return;
        }
        JsonNode found = schema;
        for (String step : field.substring(1).split("\\.")) {
            found = found.path("properties").path(step);
        }
        if (field.equals(".metadata") || field.startsWith(".metadata.")) {
            faults.invalid(at, field, "must not point to fields in metadata");
        } else if (found.isMissingNode()) {
            faults.invalid(at, field, "is an invalid path: does not refer to a valid field");
        } else if (found.has("type") && !TYPES.contains(found.path("type").asString(""))) {
            faults.invalid(
                    at,
                    field,
                    "must point to a field of type string, boolean or integer. Enum string fields"
                            + " and strings with formats are allowed.");
        }
    }
}
