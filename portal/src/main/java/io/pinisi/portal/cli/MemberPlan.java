package io.pinisi.portal.cli;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.app.Cluster;
import io.pinisi.cluster.app.ClusterAssembly;
import io.pinisi.cluster.app.ClusterOptions;
import io.pinisi.cluster.app.NodeOptions.RuntimeChoice;
import io.pinisi.cluster.network.address.ClusterNetworks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How one embedded member is started. */
record MemberPlan(ClusterOptions options, List<ProviderSettings> providers) {

    static MemberPlan of(
            Settings settings,
            Home home,
            ClusterNetworks networks,
            InetSocketAddress mirror,
            List<ProviderSettings> providers,
            int index) {
        String name = Settings.MEMBERS.get(index);
        List<String> nodes =
                IntStream.rangeClosed(1, Settings.NODES_PER_MEMBER)
                        .mapToObj(number -> name + "-" + number)
                        .toList();
        return new MemberPlan(
                new ClusterOptions(
                        home.path(),
                        name,
                        settings.memberPort(index),
                        nodes,
                        Settings.MEMBERS.size() * Settings.NODES_PER_MEMBER,
                        RuntimeChoice.valueOf(settings.runtime().toUpperCase(Locale.ROOT)),
                        networks.of(name),
                        mirror,
                        Issuers.of(providers, name)),
                providers);
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
