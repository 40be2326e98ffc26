package io.pinisi.portal.cli;

import io.pinisi.cluster.app.Cluster;
import io.pinisi.cluster.app.Nodes;
import io.pinisi.cluster.image.ImageMirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts clusters in this process, and tells of it. */
record Clusters(Running running, Progress progress) {
    private static final Logger log = LoggerFactory.getLogger(Clusters.class);

    /** Serves the archives in the folders, and in the home's own, to the nodes. */
    InetSocketAddress serveImages(Home home, List<Path> folders) {
        try {
            List<Path> all = new ArrayList<>(folders);
            all.add(Files.createDirectories(home.resolve("images")));
            ImageMirror mirror = running.add(ImageMirror.start(all.toArray(Path[]::new)));
            return mirror.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Cluster start(ClusterPlan plan) {
        Cluster cluster = running.add(plan.start());
        progress.ready("%-9s %s".formatted(plan.name(), cluster.api().url()));
        return cluster;
    }

    /** The rest serves also without nodes, so their failure is told and stops nothing. */
    void startNodes(Cluster cluster) {
        try {
            Nodes nodes = cluster.startNodes();
            progress.ready(
                    "nodes of "
                            + cluster.name()
                            + nodes.simulated().map(why -> " (simulated: " + why + ")").orElse(""));
        } catch (RuntimeException e) {
            log.error("cluster={} has no nodes", cluster.name(), e);
            progress.say(
                    "pinisi: the nodes of " + cluster.name() + " do not start: " + e.getMessage());
        }
    }
}
