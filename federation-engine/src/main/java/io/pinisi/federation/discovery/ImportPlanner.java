package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what one consumer is to have of an exported service. Pure.
 *
 * @param slices of the exporting clusters that are within reach, by cluster
 */
record ImportPlanner(Export export, MergedService merged, Map<String, List<SliceRow>> slices) {
    private static final int NAME_MAX = 253;
    private static final int HASH_BYTES = 8;

    /**
     * What a consumer needs that serves the multi-cluster services API.
     *
     * @param addresses of the derived service there
     */
    record Face(String apiVersion, List<String> addresses) {
        Face {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * @param owns whether the consumer has a service of that name itself
     * @param face empty while it is to have no ServiceImport
     */
    List<ObjectNode> plan(String consumer, boolean owns, Optional<Face> face) {
        List<ObjectNode> objects = new ArrayList<>();
        boolean derived = export.id().way() == Export.Way.DERIVED;
        if (derived || !owns) {
            objects.add(finished(service()));
        }
        new TreeMap<>(slices)
                .forEach(
                        (source, rows) -> {
                            if (derived || !source.equals(consumer)) {
                                rows.forEach(row -> objects.add(finished(slice(source, row))));
                            }
                        });
        face.filter(one -> derived).ifPresent(one -> objects.add(finished(imported(one))));
        return objects;
    }

    private ObjectNode imported(Face face) {
        ObjectNode object = begin(face.apiVersion(), "ServiceImport", export.id().service().name());
        ObjectNode spec = ExportReport.importSpec(merged);
        if (!face.addresses().isEmpty()) {
            ArrayNode addresses = spec.putArray("ips");
            face.addresses().forEach(addresses::add);
        }
        object.set("spec", spec);
        object.set("status", ExportReport.importStatus(merged));
        ObjectNode ours = object.withObject("/metadata/labels").deepCopy();
        export.extras().lendTo(object);
        object.withObject("/metadata/labels").setAll(ours);
        return object;
    }

    private ObjectNode service() {
        ObjectNode object = begin("v1", "Service", export.id().local());
        ObjectNode spec = object.putObject("spec");
        spec.put("type", "ClusterIP");
        if (merged.headless()) {
            spec.put("clusterIP", "None");
        }
        if (merged.affinity().equals("ClientIP")) {
            spec.put("sessionAffinity", "ClientIP");
        }
        spec.set("ports", merged.limitedTo(export.ports()).ports().deepCopy());
        return object;
    }

    private ObjectNode slice(String source, SliceRow row) {
        ObjectNode object =
                begin("discovery.k8s.io/v1", "EndpointSlice", name(source, row.key().name()));
        object.withObject("/metadata/labels")
                .put(Labels.SLICE_SERVICE, export.id().local())
                .put(Labels.SLICE_MANAGER, Labels.MANAGER)
                .put(Labels.SOURCE, source);
        object.put("addressType", row.addressType());
        object.set("ports", ports(row.ports()));
        ArrayNode endpoints = object.putArray("endpoints");
        row.endpoints().forEach(endpoint -> endpoints.add(foreign(endpoint)));
        return object;
    }

    private ArrayNode ports(JsonNode ports) {
        Set<String> offered = merged.limitedTo(export.ports()).portNames();
        ArrayNode some = Json.mapper().createArrayNode();
        for (JsonNode port : ports) {
            if (export.ports().isEmpty() || offered.contains(port.path("name").asString(""))) {
                some.add(port);
            }
        }
        return some;
    }

    /** Nodes and objects of another cluster mean nothing here. */
    private static ObjectNode foreign(JsonNode endpoint) {
        ObjectNode copy = Json.object();
        for (String field : List.of("addresses", "conditions", "hostname", "zone")) {
            if (endpoint.has(field)) {
                copy.set(field, endpoint.path(field).deepCopy());
            }
        }
        return copy;
    }

    private ObjectNode begin(String apiVersion, String kind, String name) {
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        metadata.put("namespace", export.id().service().namespace());
        metadata.putObject("labels")
                .put(Labels.SERVICE, export.id().service().name())
                .put(Labels.IMPORTED, export.id().way().text());
        return object;
    }

    private static ObjectNode finished(ObjectNode object) {
        String hash = hash(object.toString());
        object.withObject("/metadata/annotations").put(Labels.RENDERED, hash);
        return object;
    }

    /** Both ways of one service may have slices of one source. */
    private String name(String source, String slice) {
        String name = "imported-" + export.id().way().text() + "-" + source + "-" + slice;
        if (name.length() <= NAME_MAX) {
            return name;
        }
        String hash = hash(name);
        return name.substring(0, NAME_MAX - hash.length() - 1) + "-" + hash;
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
