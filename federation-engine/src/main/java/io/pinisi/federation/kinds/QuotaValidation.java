package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What the schema of a FederatedResourceQuota cannot say. */
final class QuotaValidation {
    private final FaultList faults = new FaultList();
    private final Map<String, Quantity> assigned = new TreeMap<>();

    private QuotaValidation() {}

    static List<FieldError> validate(JsonNode quota) {
        QuotaValidation validation = new QuotaValidation();
        JsonNode spec = quota.path("spec");
        validation.amounts(spec.path("overall"), "spec.overall");
        validation.assignments(spec.path("staticAssignments"));
        validation.total(spec.path("overall"));
        return validation.faults.all();
    }

    private Map<String, Quantity> amounts(JsonNode list, String path) {
        Map<String, Quantity> amounts = new TreeMap<>();
        list.properties()
                .forEach(
                        entry -> {
                            String at = path + "[" + entry.getKey() + "]";
                            try {
                                Quantity amount = Quantity.parse(entry.getValue().asString(""));
                                amounts.put(entry.getKey(), amount);
                                if (amount.compareTo(Quantity.ZERO) < 0) {
                                    faults.invalid(at, entry.getValue(), "must be 0 or more");
                                }
                            } catch (IllegalArgumentException e) {
                                faults.invalid(at, entry.getValue(), "must be a quantity");
                            }
                        });
        return amounts;
    }

    private void assignments(JsonNode assignments) {
        Set<String> clusters = new HashSet<>();
        for (int i = 0; i < assignments.size(); i++) {
            String path = "spec.staticAssignments[" + i + "]";
            JsonNode name = assignments.get(i).path("clusterName");
            if (name.asString("").isEmpty()) {
                faults.add(FieldError.required(path + ".clusterName", ""));
            } else if (!clusters.add(name.asString(""))) {
                faults.add(FieldError.duplicate(path + ".clusterName", name.toString()));
            }
            amounts(assignments.get(i).path("hard"), path + ".hard")
                    .forEach((resource, part) -> assigned.merge(resource, part, Quantity::plus));
        }
    }

    /** The parts together are not more than the whole. */
    private void total(JsonNode overall) {
        assigned.forEach(
                (resource, sum) -> {
                    JsonNode whole = overall.path(resource);
                    if (whole.isMissingNode()) {
                        faults.add(
                                FieldError.required(
                                        "spec.overall[" + resource + "]",
                                        "parts of it are assigned to clusters"));
                    } else if (isLess(whole, sum)) {
                        faults.invalid(
                                "spec.overall[" + resource + "]",
                                whole,
                                "less than " + sum + ", the sum of what is assigned to clusters");
                    }
                });
    }

    private static boolean isLess(JsonNode whole, Quantity sum) {
        try {
            return Quantity.parse(whole.asString("")).compareTo(sum) < 0;
        } catch (IllegalArgumentException e) {
            return false; // told already
        }
    }
}
