package io.pinisi.portal.hub;

import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.ResourceSelector;
import io.pinisi.federation.whatif.Coverage;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says in a line what a policy selects, where it places, and whether it does anything. */
final class PolicyWords {
    private PolicyWords() {}

    static String selects(Policy policy) {
        return policy.selectors().stream()
                .map(PolicyWords::selects)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String selects(ResourceSelector selector) {
        String kind = selector.kind().kind();
        if (selector.name() != null) {
            return kind + " " + selector.name();
        }
        return selector.labels() == null ? "every " + kind : kind + " by labels";
    }

    static String where(Policy policy) {
        JsonNode placement = policy.terms().placement();
        String clusters = clusters(placement);
        JsonNode scheduling = placement.path("replicaScheduling");
        boolean divided =
                scheduling.path("replicaSchedulingType").asString("Duplicated").equals("Divided");
        return clusters + (divided ? ", replicas divided" : "");
    }

    private static String clusters(JsonNode placement) {
        JsonNode groups = placement.path("clusterAffinities");
        if (!groups.isEmpty()) {
            List<String> names = new ArrayList<>();
            groups.forEach(group -> names.add(affinity(group)));
            return String.join(", else ", names);
        }
        return affinity(placement.path("clusterAffinity"));
    }

    private static String affinity(JsonNode affinity) {
        List<String> names = new ArrayList<>();
        affinity.path("clusterNames").forEach(name -> names.add(name.asString("")));
        if (!names.isEmpty()) {
            return String.join(" and ", names);
        }
        boolean chosen = affinity.has("labelSelector") || affinity.has("fieldSelector");
        return chosen ? "clusters by labels or fields" : "every cluster";
    }

    static Status status(Coverage.Use use) {
        if (use.isIdle()) {
            return new Status(Level.UNKNOWN, "Selects nothing", "No object meets its selectors");
        }
        if (use.isShadowed()) {
            return new Status(
                    Level.DEGRADED, "Shadowed", "Others decide about all it selects: " + by(use));
        }
        int others = use.selected() - use.placed();
        return new Status(
                Level.HEALTHY,
                "In use",
                others == 0
                        ? ""
                        : "Of those it selects, "
                                + Words.count(others, "is", "are")
                                + " decided by "
                                + by(use));
    }

    private static String by(Coverage.Use use) {
        return use.shadowedBy().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
