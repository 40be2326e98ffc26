package io.pinisi.cluster.apiserver.metrics;

import io.pinisi.cluster.apiserver.RegistryOverlay;
import io.pinisi.cluster.apiserver.connect.NodeStats;
import io.pinisi.cluster.apiserver.metrics.MetricsEndpoint.Subject;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceRegistry;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Serves {@code metrics.k8s.io} beside what a registry has, and asks the agents for it. */
public final class ResourceMetrics implements Supplier<ResourceRegistry>, AutoCloseable {
    static final String GROUP = "metrics.k8s.io";
    static final String VERSION = "v1beta1";
    static final String API_VERSION = GROUP + "/" + VERSION;

    private final RegistryOverlay overlay;
    private final Scraper scraper;

    private ResourceMetrics(RegistryOverlay overlay, Scraper scraper) {
        this.overlay = overlay;
        this.scraper = scraper;
    }

    public static ResourceMetrics start(
            Supplier<ResourceRegistry> base,
            ObjectLookup objects,
            NodeStats stats,
            InstantSource clock) {
        ScrapeLimits limits = ScrapeLimits.STANDARD;
        UsageCache cache = new UsageCache(clock, limits);
        List<ResourceDefinition> definitions = new ArrayList<>();
        Map<RegistryOverlay.Path, ResourceEndpoint> endpoints = new HashMap<>();
        for (Subject subject : Subject.values()) {
            ResourceDefinition definition = MetricsKinds.define(subject);
            definitions.add(definition);
            endpoints.put(
                    new RegistryOverlay.Path(definition.resource(), ""),
                    new MetricsEndpoint(subject, objects, cache, clock));
        }
        Scraper scraper =
                Scraper.start(
                        () ->
                                objects.all(Subject.NODES.resource(), null).stream()
                                        .map(node -> node.key().name())
                                        .toList(),
                        node -> stats.summary(node, limits.answer(), limits.answerBytes()),
                        cache,
                        clock,
                        limits);
        return new ResourceMetrics(new RegistryOverlay(base, definitions, endpoints), scraper);
    }

    @Override
    public ResourceRegistry get() {
        return overlay.get();
    }

    @Override
    public void close() {
        scraper.close();
    }
}
