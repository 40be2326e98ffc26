package io.pinisi.cluster.app;

import io.pinisi.cluster.authn.Authenticator;
import io.pinisi.cluster.network.address.ClusterNetwork;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a whole cluster on this machine is started with.
 *
 * @param home the installation's folder; the cluster's own is {@code clusters/NAME} below it
 * @param listening where its API server listens
 * @param share how many nodes, of all clusters, divide the machine among them
 * @param addresses of pods, services and nodes
 * @param mirror where the image mirror listens on this machine, or null
 * @param ingress where ingresses are served; null for nowhere
 * @param authenticators further ways to be recognised, asked after the built-in ones
 */
public record ClusterOptions(
        Path home,
        String name,
        Listening listening,
        List<String> nodes,
        int share,
        NodeOptions.RuntimeChoice runtime,
        ClusterNetwork addresses,
        @Nullable InetSocketAddress mirror,
        @Nullable IngressOptions ingress,
        List<Authenticator> authenticators) {
    public ClusterOptions {
        nodes = List.copyOf(nodes);
        authenticators = List.copyOf(authenticators);
    }

    Path folder() {
        return home.resolve("clusters").resolve(name);
    }
}
