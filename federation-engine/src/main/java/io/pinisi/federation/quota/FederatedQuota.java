package io.pinisi.federation.quota;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.ResourceAmounts;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A FederatedResourceQuota, read.
 *
 * @param assignments the parts of single clusters, by name
 */
record FederatedQuota(
        ObjectKey key, ResourceAmounts overall, Map<String, ResourceAmounts> assignments) {
    private static final String REQUESTS = "requests.";

    FederatedQuota {
        assignments = Collections.unmodifiableMap(new TreeMap<>(assignments));
    }

    static FederatedQuota of(JsonNode quota) {
        JsonNode spec = quota.path("spec");
        Map<String, ResourceAmounts> assignments = new TreeMap<>();
        for (JsonNode one : spec.path("staticAssignments")) {
            assignments.put(
                    one.path("clusterName").asString(""), ResourceAmounts.of(one.path("hard")));
        }
        return new FederatedQuota(
                Metadata.key(quota), ResourceAmounts.of(spec.path("overall")), assignments);
    }

    /** What pods call the resource that a quota limits by this name. */
    static String plain(String name) {
        return name.startsWith(REQUESTS) ? name.substring(REQUESTS.length()) : name;
    }
}
