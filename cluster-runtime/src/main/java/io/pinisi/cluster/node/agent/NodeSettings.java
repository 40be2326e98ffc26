package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.node.pod.FieldReferences;
import io.pinisi.cluster.node.pod.NodeFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What an agent knows of its node from the start.
 *
 * @param podRange the node's share of pod addresses
 * @param clusterDns where DNS answers inside the node
 * @param logs below which containers' logs are
 * @param cgroupParent from a pod's uid
 * @param labels in addition to the usual ones
 * @param simulated why nothing really runs; empty where it does
 */
public record NodeSettings(
        NodeFacts facts,
        FieldReferences.Capacity capacity,
        String podRange,
        List<String> clusterDns,
        String clusterDomain,
        Path durable,
        Path inMemory,
        Path logs,
        UnaryOperator<String> cgroupParent,
        Map<String, String> labels,
        String simulated,
        Limits limits) {
    public NodeSettings {
        clusterDns = List.copyOf(clusterDns);
        labels = Map.copyOf(labels);
    }

    /**
     * How often and how much.
     *
     * @param relist how often the runtime is asked what runs
     * @param refresh how often volumes that follow the API are compared with it
     */
    public record Limits(
            Duration relist, Duration refresh, Duration heartbeat, Duration statusReport) {
        public static final Limits STANDARD =
                new Limits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1));
    }
}
