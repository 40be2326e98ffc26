package io.pinisi.federation.quota;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.federation.placement.ResourceAmounts;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the status of a quota. Pure. */
final class QuotaReport {
    private QuotaReport() {}

    /**
     * @param parts status of the ResourceQuotas in the clusters that have a part, by cluster
     * @param asked what the objects of the namespace ask for by the decisions that stand
     */
    static ObjectNode status(
            FederatedQuota quota, Map<String, JsonNode> parts, ResourceAmounts asked) {
        ObjectNode status = Json.object();
        status.set("overall", quota.overall().tree());
        status.set("overallUsed", used(quota, parts, asked).tree());
        if (parts.isEmpty()) {
            return status;
        }
        ArrayNode aggregated = status.putArray("aggregatedStatus");
        new TreeMap<>(parts)
                .forEach(
                        (cluster, part) -> {
                            ObjectNode item = aggregated.addObject().put("clusterName", cluster);
                            for (String field : new String[] {"hard", "used"}) {
                                if (part.has(field)) {
                                    item.set(field, part.path(field));
                                }
                            }
                        });
        return status;
    }

    /** With parts assigned, the clusters count; else the decisions do. */
    private static ResourceAmounts used(
            FederatedQuota quota, Map<String, JsonNode> parts, ResourceAmounts asked) {
        Map<String, Quantity> used = new TreeMap<>();
        ResourceAmounts counted =
                parts.values().stream()
                        .map(part -> ResourceAmounts.of(part.path("used")))
                        .reduce(ResourceAmounts.NONE, ResourceAmounts::plus);
        for (String name : quota.overall().amounts().keySet()) {
            used.put(
                    name,
                    quota.assignments().isEmpty()
                            ? asked.amount(FederatedQuota.plain(name))
                            : counted.amount(name));
        }
        return new ResourceAmounts(used);
    }
}
