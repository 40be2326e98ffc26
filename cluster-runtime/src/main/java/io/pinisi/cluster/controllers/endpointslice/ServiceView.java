package io.pinisi.cluster.controllers.endpointslice;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What finding the backends of a service needs of it. */
record ServiceView(ObjectNode tree) {

    Metadata metadata() {
        return Metadata.of(tree);
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    /** Whether its backends are ours to find. */
    boolean isSelecting() {
        JsonNode selector = Json.at(spec(), "selector");
        return selector != null
                && !selector.isEmpty()
                && !spec().path("type").asString("").equals("ExternalName");
    }

    boolean selects(Map<String, String> labels) {
        Map<String, String> selector = new LinkedHashMap<>();
        spec().path("selector")
                .properties()
                .forEach(e -> selector.put(e.getKey(), e.getValue().asString("")));
        return isSelecting() && labels.entrySet().containsAll(selector.entrySet());
    }

    boolean isHeadless() {
        return spec().path("clusterIP").asString("").equals("None");
    }

    boolean publishesNotReady() {
        return spec().path("publishNotReadyAddresses").asBoolean(false);
    }

    /** {@code IPv4}, {@code IPv6} or both, in the service's order. */
    List<String> families() {
        List<String> families = new ArrayList<>();
        spec().path("ipFamilies").forEach(family -> families.add(family.asString("")));
        if (families.isEmpty()) {
            families.add(spec().path("clusterIP").asString("").contains(":") ? "IPv6" : "IPv4");
        }
        return families;
    }

    JsonNode ports() {
        return spec().path("ports");
    }

    /** The service's labels as its slices and endpoints carry them. */
    ObjectNode labelsForDependents() {
        ObjectNode labels = Json.object();
        metadata().labels().forEach(labels::put);
        if (isHeadless()) {
            labels.put("service.kubernetes.io/headless", "");
        } else {
            labels.remove("service.kubernetes.io/headless");
        }
        return labels;
    }
}
