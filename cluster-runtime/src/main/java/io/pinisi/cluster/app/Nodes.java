package io.pinisi.cluster.app;

import io.pinisi.cluster.node.engine.NodeEngine;
import io.pinisi.cluster.node.runtime.CriRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running nodes of one cluster on this machine. */
public final class Nodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final List<NodeEngine> engines;
    private final List<AutoCloseable> parts;
    private final Optional<String> simulated;

    Nodes(List<NodeEngine> engines, List<AutoCloseable> parts, Optional<String> simulated) {
        this.engines = List.copyOf(engines);
        this.parts = List.copyOf(parts);
        this.simulated = simulated;
    }

    /** Why nothing really runs on these nodes; empty where it does. */
    public Optional<String> simulated() {
        return simulated;
    }

    /** Package-private for tests. */
    List<CriRuntime> runtimes() {
        return engines.stream().map(NodeEngine::runtime).toList();
    }

    /** Adds an archive's images to every node; a simulated one needs none. */
    public void importImages(Path archive) {
        engines.forEach(engine -> engine.importImages(archive));
    }

    /** Ends the agents and leaves the pods running, for the next start to adopt. */
    public void abandon() {
        closeParts();
        engines.forEach(NodeEngine::abandon);
    }

    /** Stops every pod and takes all but the images off this machine. */
    @Override
    public void close() {
        closeParts();
        List<Thread> closing = new ArrayList<>();
        for (NodeEngine engine : engines) {
            closing.add(Thread.ofVirtual().start(engine::close));
        }
        try {
            for (Thread thread : closing) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeParts() {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part of a node did not close: {}", e.getMessage());
            }
        }
    }
}
