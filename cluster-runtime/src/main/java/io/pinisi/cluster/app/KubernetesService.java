package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The service {@code default/kubernetes}, by which workloads find the API server of their cluster.
 * It has no selector: who answers for it is written here, as every Kubernetes API server does for
 * itself.
 */
final class KubernetesService {
    static final ObjectKey KEY = ObjectKey.of("default", "kubernetes");
    private static final int PORT = 443;
    private static final String PORT_NAME = "https";
    private static final WriteOptions OURS = WriteOptions.by("kube-apiserver").forced();

    private final ApiClient client;

    KubernetesService(ApiClient client) {
        this.client = client;
    }

    /**
     * Makes service, endpoints and slice what they must be; others' labels and annotations stay.
     *
     * @param clusterIp the first address of the service range
     * @param endpoints where the API server is reached from pods
     */
    void ensure(String clusterIp, List<String> endpoints, int endpointPort) {
        apply("v1", "Service", "services", service(clusterIp, endpointPort));
        apply("v1", "Endpoints", "endpoints", legacy(endpoints, endpointPort));
        apply(
                "discovery.k8s.io/v1",
                "EndpointSlice",
                "endpointslices",
                slice(endpoints, endpointPort));
    }

    private void apply(String apiVersion, String kind, String resource, ObjectNode object) {
        object.put("apiVersion", apiVersion).put("kind", kind);
        ResourcePath path = ResourcePath.of(GroupVersionResource.of(apiVersion, resource), KEY);
        client.apply(path, object, OURS);
    }

    private static ObjectNode named() {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", KEY.name()).put("namespace", KEY.namespace());
        return object;
    }

    private static ObjectNode service(String clusterIp, int endpointPort) {
        ObjectNode service = named();
        ((ObjectNode) service.get("metadata"))
                .putObject("labels")
                .put("component", "apiserver")
                .put("provider", "kubernetes");
        ObjectNode spec = service.putObject("spec");
        spec.put("type", "ClusterIP").put("clusterIP", clusterIp).put("sessionAffinity", "None");
        spec.putArray("clusterIPs").add(clusterIp);
        port(spec.putArray("ports"), PORT).put("targetPort", endpointPort);
        return service;
    }

    private static ObjectNode legacy(List<String> endpoints, int port) {
        ObjectNode object = named();
        // the mirror of selectorless services must not make a second slice of it
        ((ObjectNode) object.get("metadata"))
                .putObject("labels")
                .put("endpointslice.kubernetes.io/skip-mirror", "true");
        ObjectNode subset = object.putArray("subsets").addObject();
        ArrayNode addresses = subset.putArray("addresses");
        endpoints.forEach(address -> addresses.addObject().put("ip", address));
        port(subset.putArray("ports"), port);
        return object;
    }

    private static ObjectNode slice(List<String> endpoints, int port) {
        ObjectNode object = named();
        ((ObjectNode) object.get("metadata"))
                .putObject("labels")
                .put("kubernetes.io/service-name", KEY.name());
        object.put("addressType", "IPv4");
        ArrayNode list = object.putArray("endpoints");
        for (String address : endpoints) {
            ObjectNode endpoint = list.addObject();
            endpoint.putArray("addresses").add(address);
            endpoint.putObject("conditions").put("ready", true);
        }
        port(object.putArray("ports"), port);
        return object;
    }

    private static ObjectNode port(ArrayNode ports, int port) {
        return ports.addObject().put("name", PORT_NAME).put("port", port).put("protocol", "TCP");
    }
}
