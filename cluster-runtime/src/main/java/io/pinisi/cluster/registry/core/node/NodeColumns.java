package io.pinisi.cluster.registry.core.node;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Columns;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code kubectl get nodes} shows. */
final class NodeColumns {
    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
    private static final String ROLE = "kubernetes.io/role";

    private NodeColumns() {}

    static Columns of(Columns columns) {
        return columns.name()
                .text("Status", NodeColumns::status)
                .text("Roles", NodeColumns::roles)
                .age()
                .text("Version", node -> info(node, "kubeletVersion"))
                .wide()
                .text("Internal-IP", node -> address(node, "InternalIP"))
                .text("External-IP", node -> address(node, "ExternalIP"))
                .text("OS-Image", node -> info(node, "osImage"))
                .text("Kernel-Version", node -> info(node, "kernelVersion"))
                .text("Container-Runtime", node -> info(node, "containerRuntimeVersion"));
    }

    private static String info(ObjectNode node, String field) {
        return Columns.textAt(node, Columns.UNKNOWN, "status", "nodeInfo", field);
    }

    private static String status(ObjectNode node) {
        String ready = "Unknown";
        for (JsonNode condition : node.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                boolean isReady = condition.path("status").asString("").equals("True");
                ready = isReady ? "Ready" : "NotReady";
            }
        }
        boolean closed = node.path("spec").path("unschedulable").asBoolean(false);
        return closed ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(ObjectNode node) {
        TreeSet<String> roles = new TreeSet<>();
        for (Map.Entry<String, String> label : Metadata.of(node).labels().entrySet()) {
            String key = label.getKey();
            if (key.startsWith(ROLE_PREFIX) && key.length() > ROLE_PREFIX.length()) {
                roles.add(key.substring(ROLE_PREFIX.length()));
            } else if (key.equals(ROLE) && !label.getValue().isEmpty()) {
                roles.add(label.getValue());
            }
        }
        return roles.isEmpty() ? Columns.NONE : String.join(",", roles);
    }

    private static String address(ObjectNode node, String type) {
        for (JsonNode address : node.path("status").path("addresses")) {
            if (address.path("type").asString("").equals(type)) {
                return address.path("address").asString(Columns.NONE);
            }
        }
        return Columns.NONE;
    }
}
