package io.pinisi.cluster.apiserver.metrics;

import io.pinisi.cluster.machinery.error.ApiException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Asks every agent now and then, each on a thread of its own, so that one that does not answer
 * delays nobody; it is asked again when its time is over.
 */
final class Scraper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);

    private final Supplier<List<String>> roster;
    private final Function<String, JsonNode> agents;
    private final UsageCache cache;
    private final InstantSource clock;
    private final ScrapeLimits limits;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final ExecutorService askers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("usage ", 0).factory());
    private final Thread clockwork;

    private Scraper(
            Supplier<List<String>> roster,
            Function<String, JsonNode> agents,
            UsageCache cache,
            InstantSource clock,
            ScrapeLimits limits) {
        this.roster = roster;
        this.agents = agents;
        this.cache = cache;
        this.clock = clock;
        this.limits = limits;
        this.clockwork = Thread.ofVirtual().name("usage of nodes").unstarted(this::run);
    }

    /**
     * @param roster the names of all nodes
     * @param agents answer for a node, within a time of their own
     */
    static Scraper start(
            Supplier<List<String>> roster,
            Function<String, JsonNode> agents,
            UsageCache cache,
            InstantSource clock,
            ScrapeLimits limits) {
        Scraper scraper = new Scraper(roster, agents, cache, clock, limits);
        scraper.clockwork.start();
        return scraper;
    }

    private void run() {
        try {
            while (true) {
                lookSafely();
                Thread.sleep(limits.look());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("nodes are not asked for their usage", e);
        }
    }

    private void look() {
        Set<String> nodes = new LinkedHashSet<>();
        roster.get().stream().limit(limits.nodes()).forEach(nodes::add);
        cache.keepOnly(nodes);
        Instant now = clock.instant();
        for (String node : nodes) {
            if (!asked.add(node)) {
                continue;
            }
            if (cache.isDue(node, now)) {
                askers.execute(() -> ask(node));
            } else {
                asked.remove(node);
            }
        }
    }

    private void ask(String node) {
        try {
            JsonNode summary = agents.apply(node);
            cache.add(node, Sample.of(summary, clock.instant(), limits.containers()));
        } catch (ApiException e) {
            LOG.debug("node={} tells no usage: {}", node, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("node={} usage failed", node, e);
        } finally {
            asked.remove(node);
        }
    }

    @Override
    public void close() {
        clockwork.interrupt();
        askers.shutdownNow();
    }
}
