package io.pinisi.portal.cli;

import io.pinisi.cluster.app.Cluster;
import io.pinisi.cluster.network.address.ClusterNetworks;
import java.nio.file.Path;
import java.util.List;

/** All that {@code pinisi cluster} runs. */
final class SingleCluster implements Foreground.Service {
    /** The only cluster takes the ports of the first. */
    private static final int FIRST = 0;

    private final Settings settings;
    private final String name;
    private final ApiAddress address;
    private final int nodes;
    private final List<Path> images;
    private final SsoOptions sso;
    private final Progress progress;
    private final Running running = new Running();

    SingleCluster(
            Settings settings,
            String name,
            ApiAddress address,
            int nodes,
            List<Path> images,
            SsoOptions sso,
            Progress progress) {
        this.settings = settings;
        this.name = name;
        this.address = address;
        this.nodes = nodes;
        this.images = images;
        this.sso = sso;
        this.progress = progress;
    }

    @Override
    public void start() {
        Home home = running.add(Home.open(settings.home()));
        Ports.requireFree(address.bind(), address.port(), "--port", "API of " + name);
        settings.requireFreeIngress(FIRST, name);
        Clusters clusters = new Clusters(running, progress);
        ClusterPlan.Ground ground =
                new ClusterPlan.Ground(
                        settings,
                        home,
                        ClusterNetworks.onThisMachine(home.path()),
                        clusters.serveImages(home, images),
                        sso.providers(home));
        Cluster cluster =
                clusters.start(
                        ClusterPlan.of(
                                ground,
                                name,
                                address.listening(),
                                settings.ingress(FIRST),
                                nodes,
                                nodes));
        Kubeconfigs.write(home, cluster, address.url());
        progress.ready("kubectl   --kubeconfig " + home.resolve("kubeconfig"));
        clusters.startNodes(cluster);
    }

    @Override
    public void close() {
        running.close();
    }
}
