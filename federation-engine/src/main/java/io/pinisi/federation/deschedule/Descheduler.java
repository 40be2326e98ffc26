package io.pinisi.federation.deschedule;

import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for replicas that find no node, and has them placed elsewhere. */
public final class Descheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Descheduler.class);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Supplier<Map<Template, Map<String, Set<String>>>> sight;
    private final BiConsumer<Template, Map<String, Integer>> reclaim;
    private final InstantSource clock;
    private final Strandings strandings;
    private final Thread thread;

    /**
     * @param sight uids of the pods that find no node now, by object and cluster
     * @param reclaim has so many replicas taken back, by cluster
     */
    public Descheduler(
            Supplier<Map<Template, Map<String, Set<String>>>> sight,
            BiConsumer<Template, Map<String, Integer>> reclaim,
            Duration patience,
            InstantSource clock) {
        this.sight = sight;
        this.reclaim = reclaim;
        this.clock = clock;
        this.strandings = new Strandings(patience);
        this.thread = Thread.ofVirtual().name("descheduler").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** How many find no node at this moment, whether their time is over or not. */
    public Map<Template, Map<String, Integer>> stranded() {
        Map<Template, Map<String, Integer>> stranded = new HashMap<>();
        sight.get()
                .forEach(
                        (template, clusters) -> {
                            Map<String, Integer> counts = new TreeMap<>();
                            clusters.forEach((cluster, pods) -> counts.put(cluster, pods.size()));
                            stranded.put(template, counts);
                        });
        return stranded;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(ROUND);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            strandings.due(sight.get(), clock.instant()).forEach(reclaim);
        } catch (RuntimeException e) {
            LOG.error("descheduling failed", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
