package io.pinisi.cluster.machinery.usage;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one object counts for against quotas. */
public final class QuotaUsage {
    private static final String REQUESTS = "requests.";
    private static final String CLASS_SUFFIX = ".storageclass.storage.k8s.io/";
    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> COUNTED_BY_NAME =
            Set.of("configmaps", "secrets", "replicationcontrollers", "resourcequotas");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");

    private QuotaUsage() {}

    public static Usage of(GroupResource resource, ObjectNode object) {
        SortedMap<String, Quantity> used = new TreeMap<>();
        used.put(countName(resource), Quantity.of(1));
        if (resource.equals(PODS)) {
            pod(object, used);
        } else if (resource.equals(SERVICES)) {
            service(object.path("spec"), used);
        } else if (resource.equals(CLAIMS)) {
            claim(object, used);
        } else if (resource.group().isEmpty() && COUNTED_BY_NAME.contains(resource.resource())) {
            used.put(resource.resource(), Quantity.of(1));
        }
        return new Usage(used);
    }

    /** {@code count/deployments.apps}. */
    public static String countName(GroupResource resource) {
        String group = resource.group().isEmpty() ? "" : "." + resource.group();
        return "count/" + resource.resource() + group;
    }

    /** The resource whose objects a name of a quota is about. */
    public static GroupResource resourceOf(String name) {
        if (name.startsWith("count/")) {
            String counted = name.substring("count/".length());
            int dot = counted.indexOf('.');
            return dot < 0
                    ? new GroupResource("", counted)
                    : new GroupResource(counted.substring(dot + 1), counted.substring(0, dot));
        }
        if (name.equals("services") || name.startsWith("services.")) {
            return SERVICES;
        }
        if (name.equals("persistentvolumeclaims")
                || name.equals("requests.storage")
                || name.contains(CLASS_SUFFIX)) {
            return CLAIMS;
        }
        return COUNTED_BY_NAME.contains(name) ? new GroupResource("", name) : PODS;
    }

    private static void pod(ObjectNode pod, SortedMap<String, Quantity> used) {
        if (PodUsage.isOver(pod)) {
            return;
        }
        used.put("pods", Quantity.of(1));
        JsonNode spec = PodUsage.inForce(pod);
        for (Map.Entry<String, Quantity> request : PodUsage.requests(spec).amounts().entrySet()) {
            String name = request.getKey();
            used.put(REQUESTS + name, request.getValue());
            if (COMPUTE.contains(name) || name.startsWith("hugepages-")) {
                used.put(name, request.getValue());
            }
        }
        PodUsage.limits(spec)
                .only(COMPUTE)
                .amounts()
                .forEach((name, amount) -> used.put("limits." + name, amount));
    }

    private static void service(JsonNode spec, SortedMap<String, Quantity> used) {
        used.put("services", Quantity.of(1));
        String type = spec.path("type").asString("");
        int ports = spec.path("ports").size();
        boolean balanced = type.equals("LoadBalancer");
        if (type.equals("NodePort")
                || (balanced && spec.path("allocateLoadBalancerNodePorts").asBoolean(true))) {
            used.put("services.nodeports", Quantity.of(ports));
        }
        if (balanced) {
            used.put("services.loadbalancers", Quantity.of(1));
        }
    }

    private static void claim(ObjectNode claim, SortedMap<String, Quantity> used) {
        Quantity storage =
                Usage.of(claim.path("spec").path("resources").get("requests")).get("storage");
        used.put("persistentvolumeclaims", Quantity.of(1));
        used.put("requests.storage", storage);
        String storageClass = claim.path("spec").path("storageClassName").asString("");
        if (!storageClass.isEmpty()) {
            used.put(storageClass + CLASS_SUFFIX + "requests.storage", storage);
            used.put(storageClass + CLASS_SUFFIX + "persistentvolumeclaims", Quantity.of(1));
        }
    }
}
