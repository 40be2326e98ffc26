package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the schema cannot say of {@code spreadConstraints}. */
record SpreadValidation(FaultList faults, JsonNode constraints) {

    void validate(String path) {
        Set<String> seen = new HashSet<>();
        boolean byField = false;
        boolean byCluster = false;
        for (int i = 0; i < constraints.size(); i++) {
            JsonNode constraint = constraints.get(i);
            String item = path + "[" + i + "]";
            String field = constraint.path("spreadByField").asString("");
            String label = constraint.path("spreadByLabel").asString("");
            if (!field.isEmpty() && !label.isEmpty()) {
                faults.add(
                        FieldError.forbidden(
                                item + ".spreadByLabel", "may not stand beside spreadByField"));
            }
            if (!seen.add(label.isEmpty() ? "field " + field : "label " + label)) {
                String which = label.isEmpty() ? ".spreadByField" : ".spreadByLabel";
                String value = label.isEmpty() ? field : label;
                faults.add(FieldError.duplicate(item + which, '"' + value + '"'));
            }
            byField |= !field.isEmpty();
            byCluster |= field.equals("cluster") || (field.isEmpty() && label.isEmpty());
            bounds(constraint, item);
        }
        if (byField && !byCluster) {
            faults.add(
                    FieldError.required(
                            path, "where one spreads by a field one also has to by cluster"));
        }
    }

    private void bounds(JsonNode constraint, String item) {
        int min = constraint.path("minGroups").asInt(1);
        int max = constraint.path("maxGroups").asInt(0);
        if (min < 0) {
            faults.invalid(
                    item + ".minGroups", constraint.path("minGroups"), "must not be negative");
        }
        if (max < 0) {
            faults.invalid(
                    item + ".maxGroups", constraint.path("maxGroups"), "must not be negative");
        }
        if (max > 0 && max < min) {
            faults.invalid(
                    item + ".maxGroups",
                    constraint.path("maxGroups"),
                    "must not be lower than minGroups " + min);
        }
    }
}
