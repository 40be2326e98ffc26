package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ObjectLookup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the agent of a node listens, by what the node object says of it. */
final class AgentAddresses {
    private static final GroupResource NODES = new GroupResource("", "nodes");
    private static final String ANNOTATION = "pinisi.io/agent-address";
    private static final int USUAL_PORT = 10250;

    private final ObjectLookup objects;

    AgentAddresses(ObjectLookup objects) {
        this.objects = objects;
    }

    /** Host and port of an agent. */
    record AgentAddress(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    AgentAddress of(String node) {
        ObjectNode object =
                objects.find(NODES, ObjectKey.cluster(node))
                        .orElseThrow(() -> ApiException.notFound(NODES, node))
                        .tree();
        int port =
                object.path("status")
                        .path("daemonEndpoints")
                        .path("kubeletEndpoint")
                        .path("Port")
                        .asInt(USUAL_PORT);
        return new AgentAddress(host(node, object), port);
    }

    private static String host(String node, ObjectNode object) {
        String annotated = Json.text(object, "metadata", "annotations", ANNOTATION);
        if (annotated != null && !annotated.isEmpty()) {
            return annotated;
        }
        for (JsonNode address : object.path("status").path("addresses")) {
            if (address.path("type").asString("").equals("InternalIP")) {
                return address.path("address").asString("");
            }
        }
        throw new ApiException(
                Reason.INTERNAL_ERROR,
                "no preferred addresses found; known addresses of node \"" + node + "\": []");
    }
}
