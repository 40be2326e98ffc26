package io.pinisi.cluster.app;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running cluster. */
public final class Cluster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);

    private final String name;
    private final ApiServer api;
    private final List<AutoCloseable> parts;
    private final Supplier<Nodes> nodeStarter;
    private @Nullable Nodes nodes;

    Cluster(String name, ApiServer api, List<AutoCloseable> parts, Supplier<Nodes> nodeStarter) {
        this.name = name;
        this.api = api;
        this.parts = List.copyOf(parts);
        this.nodeStarter = nodeStarter;
    }

    public String name() {
        return name;
    }

    public ApiServer api() {
        return api;
    }

    /** Places the nodes on this machine; returns when their agents follow the API. */
    public synchronized Nodes startNodes() {
        Nodes started = nodes;
        if (started == null) {
            started = nodeStarter.get();
            nodes = started;
        }
        return started;
    }

    /** Stops pods, nodes, controllers, server and store, in this order. */
    @Override
    public synchronized void close() {
        if (nodes != null) {
            nodes.close();
            nodes = null;
        }
        closeAll(parts);
    }

    static void closeAll(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("part={} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
