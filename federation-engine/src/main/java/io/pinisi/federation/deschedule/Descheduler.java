package io.pinisi.federation.deschedule;

import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for replicas that find no node, and has them placed elsewhere. */
public final class Descheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Descheduler.class);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final Supplier<List<Sighting>> sight;
    private final BiConsumer<Template, Map<String, Integer>> reclaim;
    private final InstantSource clock;
    private final Strandings strandings;
    private final Thread thread;

    /**
     * @param sight the pods that find no node now
     * @param reclaim has so many replicas taken back, by cluster
     */
    public Descheduler(
            Supplier<List<Sighting>> sight,
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

    /** Who finds no node at this moment, whether their time is over or not. */
    public List<Waiting> waiting() {
        return strandings.waiting(sight.get(), clock.instant());
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
