package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** What the containers of a node have used, as its agent counts. */
public final class NodeStats {
    private static final String PATH = "/stats/summary";

    private final AgentAddresses agents;
    private final NodeConnector connector;

    public NodeStats(ObjectLookup objects, NodeConnector connector) {
        this.agents = new AgentAddresses(objects);
        this.connector = connector;
    }

    /**
     * The summary, in the shape that a kubelet gives it.
     *
     * @param limit how long the agent may take
     * @param bytes how much it may say
     */
    public ObjectNode summary(String node, Duration limit, int bytes) {
        return Json.parse(connector.fetch(agents.of(node), PATH, limit, bytes));
    }
}
