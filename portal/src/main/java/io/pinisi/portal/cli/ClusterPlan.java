package io.pinisi.portal.cli;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.app.Cluster;
import io.pinisi.cluster.app.ClusterAssembly;
import io.pinisi.cluster.app.ClusterOptions;
import io.pinisi.cluster.app.IngressOptions;
import io.pinisi.cluster.app.Listening;
import io.pinisi.cluster.app.NodeOptions.RuntimeChoice;
import io.pinisi.cluster.network.address.ClusterNetworks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How one cluster of this process is started. */
record ClusterPlan(ClusterOptions options, List<ProviderSettings> providers) {

    /** What the clusters of one installation have in common. */
    record Ground(
            Settings settings,
            Home home,
            ClusterNetworks networks,
            InetSocketAddress mirror,
            List<ProviderSettings> providers) {}

    /**
     * @param ingress where it serves its ingresses; null for nowhere
     * @param nodes how many it has
     * @param share how many nodes, of all clusters, divide the machine among them
     */
    static ClusterPlan of(
            Ground ground,
            String name,
            Listening listening,
            @Nullable IngressOptions ingress,
            int nodes,
            int share) {
        List<String> names =
                IntStream.rangeClosed(1, nodes).mapToObj(number -> name + "-" + number).toList();
        String runtime = ground.settings().runtime();
        return new ClusterPlan(
                new ClusterOptions(
                        ground.home().path(),
                        name,
                        listening,
                        names,
                        share,
                        RuntimeChoice.valueOf(runtime.toUpperCase(Locale.ROOT)),
                        ground.networks().of(name),
                        ground.mirror(),
                        ingress,
                        Issuers.of(ground.providers(), name)),
                ground.providers());
    }

    String name() {
        return options.name();
    }

    Cluster start() {
        try {
            Cluster cluster = ClusterAssembly.start(options);
            Operators.bind(cluster.api(), providers);
            return cluster;
        } catch (IOException e) {
            throw new Failure("cluster " + name() + " does not start: " + e.getMessage(), e);
        }
    }
}
