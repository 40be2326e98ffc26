package io.pinisi.federation.tenancy;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.usage.PodUsage;
import io.pinisi.cluster.machinery.usage.QuotaUsage;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.federation.placement.Workloads;
import java.math.BigDecimal;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an object of the hub asks for, in all clusters together. Pure. */
final class TenantUsage {
    /** What carries pods on the hub; nothing else of them is counted there. */
    static final Set<GroupResource> WORKLOADS =
            Set.of(
                    new GroupResource("", "pods"),
                    new GroupResource("", "replicationcontrollers"),
                    new GroupResource("apps", "deployments"),
                    new GroupResource("apps", "replicasets"),
                    new GroupResource("apps", "statefulsets"),
                    new GroupResource("apps", "daemonsets"),
                    new GroupResource("batch", "jobs"),
                    new GroupResource("batch", "cronjobs"));

    private TenantUsage() {}

    /**
     * @param copies in how many clusters all of its replicas run
     */
    static Usage of(GroupResource resource, ObjectNode object, int copies) {
        SortedMap<String, Quantity> used = new TreeMap<>();
        used.put(QuotaUsage.countName(resource), Quantity.of(1));
        JsonNode pod = Workloads.podSpec(object);
        if (pod != null && WORKLOADS.contains(resource)) {
            long pods = (long) pods(object) * copies;
            used.put("pods", Quantity.of(pods));
            Usage requests = PodUsage.requests(pod);
            Usage limits = PodUsage.limits(pod);
            for (String name : new String[] {"cpu", "memory"}) {
                used.put(name, times(requests.get(name), pods));
                used.put("requests." + name, times(requests.get(name), pods));
                used.put("limits." + name, times(limits.get(name), pods));
            }
        }
        return new Usage(used);
    }

    /** A Job that is over needs none; a CronJob has one Job at a time in mind. */
    private static int pods(ObjectNode object) {
        JsonNode spec = object.path("spec");
        return switch (object.path("kind").asString("")) {
            case "Job" -> spec.path("parallelism").asInt(1);
            case "CronJob" -> spec.path("jobTemplate").path("spec").path("parallelism").asInt(1);
            case "ReplicationController" -> spec.path("replicas").asInt(1);
            default -> Workloads.replicas(object).orElse(1);
        };
    }

    private static Quantity times(Quantity one, long count) {
        return new Quantity(one.value().multiply(BigDecimal.valueOf(count)), one.format());
    }
}
