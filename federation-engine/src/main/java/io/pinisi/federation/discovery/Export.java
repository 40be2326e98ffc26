package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A service that is offered to other clusters.
 *
 * @param providers whose endpoints are carried; empty for every cluster that has the service
 * @param consumers where they are carried to; empty for every cluster that has the namespace
 * @param ports the service's ports that are offered; empty for all
 */
record Export(Id id, Set<String> providers, Set<String> consumers, Set<Integer> ports) {
    Export {
        providers = Set.copyOf(providers);
        consumers = Set.copyOf(consumers);
        ports = Set.copyOf(ports);
    }

    /** Under which name consumers see it. */
    enum Way {
        /** {@code derived-NAME}, so that the cluster's own service of the name stays as it is. */
        DERIVED,
        /** Its own name: the endpoints join those that the consumer has itself. */
        SAME;

        String text() {
            return this == DERIVED ? "derived" : "same";
        }

        static Way of(String text) {
            return text.equals("same") ? SAME : DERIVED;
        }
    }

    /** One service may be exported in both ways. */
    record Id(ObjectKey service, Way way) {
        String local() {
            return way == Way.DERIVED ? "derived-" + service.name() : service.name();
        }
    }

    static Export ofServiceExport(JsonNode export) {
        return new Export(new Id(Metadata.key(export), Way.DERIVED), Set.of(), Set.of(), Set.of());
    }

    static Export ofMultiClusterService(JsonNode service) {
        JsonNode spec = service.path("spec");
        Set<Integer> ports = new TreeSet<>();
        spec.path("ports").forEach(port -> ports.add(port.path("port").asInt(0)));
        return new Export(
                new Id(Metadata.key(service), Way.SAME),
                names(spec.path("providerClusters")),
                names(spec.path("consumerClusters")),
                ports);
    }

    private static Set<String> names(JsonNode clusters) {
        Set<String> names = new TreeSet<>();
        clusters.forEach(cluster -> names.add(cluster.path("name").asString("")));
        return names;
    }

    boolean isProvider(String cluster) {
        return providers.isEmpty() || providers.contains(cluster);
    }

    boolean isConsumer(String cluster) {
        return consumers.isEmpty() || consumers.contains(cluster);
    }
}
