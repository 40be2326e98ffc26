package io.pinisi.federation.inventory;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.ClusterValidation;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A ClusterProfile as it follows from a Cluster. Pure. */
record ClusterProfile(ObjectNode cluster) {
    private static final String MANAGER = "pinisi";
    private static final String MANAGER_LABEL = "x-k8s.io/cluster-manager";
    private static final String ID_LABEL = "multicluster.x-k8s.io/inventory-member-id";
    private static final String CLUSTER_SET = "pinisi";
    private static final String OWN = "pinisi.io/";

    private String name() {
        return Metadata.of(cluster).name();
    }

    /** Labels, owner and spec. */
    ObjectNode tree() {
        ObjectNode profile =
                Json.object()
                        .put("apiVersion", FederationKinds.CLUSTER_PROFILES.apiVersion())
                        .put("kind", "ClusterProfile");
        ObjectNode metadata =
                profile.putObject("metadata")
                        .put("namespace", ClusterValidation.SYSTEM_NAMESPACE)
                        .put("name", name());
        ObjectNode labels = metadata.putObject("labels").put(MANAGER_LABEL, MANAGER);
        String id = Json.text(cluster, "spec", "id");
        if (id != null) {
            labels.put(ID_LABEL, id);
        }
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", FederationKinds.CLUSTER_API)
                .put("kind", "Cluster")
                .put("name", name())
                .put("uid", Metadata.uid(cluster));
        profile.putObject("spec")
                .put("displayName", name())
                .putObject("clusterManager")
                .put("name", MANAGER);
        return profile;
    }

    /**
     * Whether labels, owner and spec are what they would be; Clusters change often, these seldom.
     */
    boolean stands(ObjectNode stored) {
        ObjectNode wanted = tree();
        return wanted.path("spec").equals(stored.path("spec"))
                && wanted.at("/metadata/ownerReferences")
                        .equals(stored.at("/metadata/ownerReferences"))
                && Stream.of(MANAGER_LABEL, ID_LABEL)
                        .allMatch(
                                name ->
                                        Objects.equals(
                                                Metadata.of(wanted).label(name),
                                                Metadata.of(stored).label(name)));
    }

    /**
     * @param before the status that stands there, for the times of its conditions
     */
    ObjectNode status(JsonNode before, Instant now) {
        ObjectNode status = Json.object();
        if (before.path("conditions").isArray()) {
            status.set("conditions", before.path("conditions").deepCopy());
        }
        Condition ready =
                Conditions.find(cluster.path("status"), "Ready")
                        .map(ClusterProfile::condition)
                        .orElse(
                                new Condition(
                                        "Ready", "Unknown", "ClusterNotProbed", "not asked yet"));
        Conditions.set(
                status,
                new Condition(
                        "ControlPlaneHealthy", ready.status(), ready.reason(), ready.message()),
                now);
        Conditions.set(
                status,
                new Condition("Joined", "True", "Joined", "it is a member of the federation"),
                now);
        String version = Json.text(cluster, "status", "kubernetesVersion");
        if (version != null && !version.isEmpty()) {
            status.putObject("version").put("kubernetes", version);
        }
        ArrayNode properties = status.putArray("properties");
        properties()
                .forEach(
                        (name, value) ->
                                properties.addObject().put("name", name).put("value", value));
        return status;
    }

    private static Condition condition(JsonNode condition) {
        return new Condition(
                "Ready",
                condition.path("status").asString("Unknown"),
                condition.path("reason").asString("Unknown"),
                condition.path("message").asString(""));
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("clusterset.k8s.io", CLUSTER_SET);
        put(properties, "cluster.clusterset.k8s.io", Json.text(cluster, "spec", "id"));
        for (String field : List.of("provider", "region")) {
            put(properties, OWN + field, Json.text(cluster, "spec", field));
        }
        List<String> zones = new ArrayList<>();
        cluster.path("spec").path("zones").forEach(zone -> zones.add(zone.asString("")));
        put(properties, OWN + "zones", String.join(",", zones));
        JsonNode status = cluster.path("status");
        put(properties, OWN + "nodes", status.at("/nodeSummary/readyNum").asString(""));
        status.at("/resourceSummary/allocatable")
                .properties()
                .forEach(
                        amount ->
                                put(
                                        properties,
                                        OWN + "allocatable-" + amount.getKey().replace('/', '_'),
                                        amount.getValue().asString("")));
        return properties;
    }

    private static void put(Map<String, String> properties, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            properties.put(name, value);
        }
    }
}
