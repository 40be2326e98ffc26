package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the schemas cannot say of selectors of objects and of clusters. */
record SelectorRules(FaultList faults) {
    private static final Set<String> FIELD_KEYS = Set.of("provider", "region", "zone");

    /**
     * @param home the namespace of the policy, or null
     */
    void resources(JsonNode selectors, String path, @Nullable String home) {
        for (int i = 0; i < selectors.size(); i++) {
            JsonNode selector = selectors.get(i);
            String item = path + "[" + i + "]";
            String namespace = selector.path("namespace").asString("");
            if (home != null && !namespace.isEmpty() && !namespace.equals(home)) {
                faults.invalid(
                        item + ".namespace",
                        selector.path("namespace"),
                        "a namespaced policy selects in its own namespace \"" + home + "\" only");
            }
            faults.selector(selector.path("labelSelector"), item + ".labelSelector");
        }
    }

    /** The rules of a ClusterAffinity. */
    void clusters(JsonNode affinity, String path) {
        faults.selector(affinity.path("labelSelector"), path + ".labelSelector");
        JsonNode rules = affinity.path("fieldSelector").path("matchExpressions");
        for (int i = 0; i < rules.size(); i++) {
            String rule = path + ".fieldSelector.matchExpressions[" + i + "]";
            String key = rules.get(i).path("key").asString("");
            if (!FIELD_KEYS.contains(key)) {
                faults.add(
                        FieldError.notSupported(
                                rule + ".key",
                                rules.get(i).path("key").toString(),
                                FIELD_KEYS.stream().sorted().toList()));
            }
            String operator = rules.get(i).path("operator").asString("");
            if (!Set.of("In", "NotIn").contains(operator)) {
                faults.add(
                        FieldError.notSupported(
                                rule + ".operator",
                                rules.get(i).path("operator").toString(),
                                List.of("In", "NotIn")));
            }
            if (rules.get(i).path("values").isEmpty()) {
                faults.add(FieldError.required(rule + ".values", "name at least one"));
            }
        }
    }
}
