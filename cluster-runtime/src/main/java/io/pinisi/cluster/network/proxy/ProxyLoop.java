package io.pinisi.cluster.network.proxy;

import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.node.engine.Command;
import io.pinisi.cluster.node.engine.EngineFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings every node's table up to date after changes, at most once per interval. */
public final class ProxyLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyLoop.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Informer services;
    private final Informer slices;
    private final List<ProxyTarget> targets;
    private final Semaphore changed = new Semaphore(0);
    private final Map<String, String> applied = new HashMap<>();
    private final Thread thread;

    private ProxyLoop(Informer services, Informer slices, List<ProxyTarget> targets) {
        this.services = services;
        this.slices = slices;
        this.targets = List.copyOf(targets);
        this.thread = Thread.ofVirtual().name("service proxy").unstarted(this::run);
    }

    /**
     * Begins with a table that refuses all services, so that nothing leaks before the first list.
     */
    public static ProxyLoop start(Informer services, Informer slices, List<ProxyTarget> targets) {
        ProxyLoop loop = new ProxyLoop(services, slices, targets);
        services.addHandler(change -> loop.changed.release());
        slices.addHandler(change -> loop.changed.release());
        loop.changed.release();
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            while (true) {
                changed.acquire();
                changed.drainPermits();
                Duration wait = INTERVAL;
                try {
                    apply();
                } catch (EngineFailure e) {
                    LOG.warn("services not applied: {}", e.getMessage());
                    changed.release();
                    wait = RETRY;
                } catch (RuntimeException e) {
                    LOG.error("services not applied", e);
                }
                Thread.sleep(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void apply() {
        for (ProxyTarget target : targets) {
            ServiceTable table =
                    ServiceTable.of(
                            services.lister().list(), slices.lister().list(), target.substitutes());
            String text =
                    NftablesBackend.render(
                            table, target.node(), target.pods(), target.services(), target.local());
            if (!text.equals(applied.get(target.node()))) {
                Command.feed(text, "nsenter", "--net=" + target.namespace(), "nft", "-f", "-");
                applied.put(target.node(), text);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
