package io.pinisi.federation.placement;

import tools.jackson.databind.JsonNode;

/**
 * By which labels workloads are grouped that go to the same clusters, or to other ones.
 *
 * @param near key of the label whose value names the group to be with; empty for none
 * @param far key of the label whose value names the group to be away from; empty for none
 */
public record WorkloadAffinity(String near, String far) {
    static WorkloadAffinity of(JsonNode affinity) {
        return new WorkloadAffinity(
                affinity.path("affinity").path("groupByLabelKey").asString(""),
                affinity.path("antiAffinity").path("groupByLabelKey").asString(""));
    }

    /** Whether it says nothing. */
    public boolean isEmpty() {
        return near.isEmpty() && far.isEmpty();
    }
}
