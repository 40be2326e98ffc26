package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A wish of a pod to be near, or far from, other pods.
 *
 * @param namespaces where the others are looked for, besides those that {@code namespaceSelector}
 *     selects
 * @param weight of a preference; 0 for a requirement
 */
public record AffinityTerm(
        LabelSelector selector,
        Set<String> namespaces,
        @Nullable LabelSelector namespaceSelector,
        String topologyKey,
        int weight) {

    /** {@code kind} is {@code podAffinity} or {@code podAntiAffinity}. */
    static List<AffinityTerm> required(JsonNode spec, String kind, String namespace) {
        List<AffinityTerm> terms = new ArrayList<>();
        for (JsonNode term :
                spec.path("affinity")
                        .path(kind)
                        .path("requiredDuringSchedulingIgnoredDuringExecution")) {
            terms.add(of(term, namespace, 0));
        }
        return terms;
    }

    static List<AffinityTerm> preferred(JsonNode spec, String kind, String namespace) {
        List<AffinityTerm> terms = new ArrayList<>();
        for (JsonNode weighted :
                spec.path("affinity")
                        .path(kind)
                        .path("preferredDuringSchedulingIgnoredDuringExecution")) {
            int weight = weighted.path("weight").asInt(0);
            terms.add(of(weighted.path("podAffinityTerm"), namespace, weight));
        }
        return terms;
    }

    private static AffinityTerm of(JsonNode term, String namespace, int weight) {
        Set<String> namespaces = new HashSet<>();
        term.path("namespaces").forEach(name -> namespaces.add(name.asString("")));
        JsonNode selector = Json.at(term, "namespaceSelector");
        if (namespaces.isEmpty() && selector == null) {
            namespaces.add(namespace);
        }
        return new AffinityTerm(
                LabelSelector.of(term.get("labelSelector")),
                namespaces,
                selector == null ? null : LabelSelector.of(selector),
                term.path("topologyKey").asString(""),
                weight);
    }

    /**
     * @param namespaceLabels of the other pod's namespace
     */
    public boolean matches(PodFacts other, Map<String, String> namespaceLabels) {
        boolean here =
                namespaces.contains(other.namespace())
                        || (namespaceSelector != null
                                && namespaceSelector.matches(namespaceLabels));
        return here && selector.matches(other.labels());
    }
}
