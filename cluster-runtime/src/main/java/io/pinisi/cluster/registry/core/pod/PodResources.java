package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.QuantityRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Requests and limits. */
final class PodResources {
    private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");
    private static final String HUGE_PAGES = "hugepages-";

    private PodResources() {}

    static void check(JsonNode resources, String path, Faults faults) {
        JsonNode limits = resources.path("limits");
        JsonNode requests = resources.path("requests");
        checkAmounts(limits, path + ".limits", faults);
        checkAmounts(requests, path + ".requests", faults);
        for (Map.Entry<String, JsonNode> request : requests.properties()) {
            checkBelowLimit(request, limits, path + ".requests", faults);
        }
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            if (isExtended(limit.getKey()) && !requests.has(limit.getKey())) {
                faults.required(
                        path + ".requests", "Limit must be set for non overcommitable resources");
            }
        }
    }

    private static void checkAmounts(JsonNode amounts, String path, Faults faults) {
        for (Map.Entry<String, JsonNode> entry : amounts.properties()) {
            String name = entry.getKey();
            String at = path + "[" + name + "]";
            checkName(name, at, faults);
            Optional<Quantity> quantity = QuantityRules.read(entry.getValue());
            if (quantity.isEmpty()) {
                faults.invalid(
                        at,
                        entry.getValue(),
                        "quantities must match the regular expression"
                                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
            } else if (quantity.get().value().signum() < 0) {
                faults.invalid(at, entry.getValue(), "must be greater than or equal to 0");
            } else if (isExtended(name)
                    && quantity.get().value().stripTrailingZeros().scale() > 0) {
                faults.invalid(at, entry.getValue(), "must be an integer");
            }
        }
    }

    private static void checkName(String name, String path, Faults faults) {
        List<String> malformed = NameRule.qualifiedFaults(name);
        malformed.forEach(fault -> faults.invalid(path, name, fault));
        if (malformed.isEmpty()
                && !name.contains("/")
                && !STANDARD.contains(name)
                && !name.startsWith(HUGE_PAGES)) {
            faults.invalid(path, name, "must be a standard resource type or fully qualified");
            faults.invalid(path, name, "must be a standard resource for containers");
        }
    }

    private static boolean isExtended(String name) {
        return name.contains("/") || name.startsWith(HUGE_PAGES);
    }

    private static void checkBelowLimit(
            Map.Entry<String, JsonNode> request, JsonNode limits, String path, Faults faults) {
        String name = request.getKey();
        Optional<Quantity> asked = QuantityRules.read(request.getValue());
        Optional<Quantity> limit = QuantityRules.read(limits.path(name));
        if (asked.isEmpty() || limit.isEmpty()) {
            return;
        }
        int order = asked.get().compareTo(limit.get());
        if (isExtended(name) && order != 0) {
            faults.invalid(
                    path,
                    asked.get().toString(),
                    "must be equal to " + name + " limit of " + limit.get());
        } else if (order > 0) {
            faults.invalid(
                    path,
                    asked.get().toString(),
                    "must be less than or equal to " + name + " limit of " + limit.get());
        }
    }
}
