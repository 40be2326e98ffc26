package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.pki.Credential;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of one cluster on this machine are started with.
 *
 * @param home the installation's folder; host-wide names are made from it
 * @param nodes their names, unique in the cluster
 * @param share how many nodes, of all clusters, divide the machine among them
 * @param clients for each node, a client that acts as {@code system:node:NAME} of group {@code
 *     system:nodes}
 * @param network a client that may follow services and endpoint slices, as {@code
 *     system:kube-proxy}
 * @param credentials for each node, its serving certificate, for the loopback address, of the
 *     cluster's own authority
 * @param addresses the cluster's addresses, also given to its API server
 * @param mirror where the image mirror listens on this machine, or null
 * @param apiServer where the cluster's API server listens on this machine, for pods; or null
 */
public record NodeOptions(
        Path home,
        String cluster,
        List<String> nodes,
        int share,
        RuntimeChoice runtime,
        Function<String, ApiClient> clients,
        ApiClient network,
        Function<String, Credential> credentials,
        ClusterNetwork addresses,
        @Nullable InetSocketAddress mirror,
        @Nullable InetSocketAddress apiServer) {
    public NodeOptions {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty() || share < nodes.size()) {
            throw new IllegalArgumentException("nodes " + nodes + " with a share of " + share);
        }
    }

    /** What runs containers. */
    public enum RuntimeChoice {
        /** containerd where this machine can, else the simulation, which says why. */
        AUTO,
        /** containerd or failure. */
        CONTAINERD,
        SIMULATED
    }
}
