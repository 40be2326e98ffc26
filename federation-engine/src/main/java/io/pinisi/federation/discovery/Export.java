package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A service that is offered to other clusters.
 *
 * @param providers whose endpoints are carried; empty for every cluster that has the service
 * @param consumers where they are carried to; empty for every cluster that has the namespace
 * @param ports the service's ports that are offered; empty for all
 * @param extras what the import is to carry
 */
record Export(
        Id id,
        Set<String> providers,
        Set<String> consumers,
        Set<Integer> ports,
        Extras extras,
        Instant created) {
    Export {
        providers = Set.copyOf(providers);
        consumers = Set.copyOf(consumers);
        ports = Set.copyOf(ports);
    }

    /** Labels and annotations that an export lends to its imports. */
    record Extras(Map<String, String> labels, Map<String, String> annotations) {
        static final Extras NONE = new Extras(Map.of(), Map.of());

        Extras {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }

        static Extras of(JsonNode spec) {
            return new Extras(
                    texts(spec.path("exportedLabels")), texts(spec.path("exportedAnnotations")));
        }

        void lendTo(ObjectNode object) {
            labels.forEach(object.withObject("/metadata/labels")::put);
            if (!annotations.isEmpty()) {
                annotations.forEach(object.withObject("/metadata/annotations")::put);
            }
        }

        private static Map<String, String> texts(JsonNode object) {
            Map<String, String> texts = new TreeMap<>();
            object.properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
            return texts;
        }
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
        return new Export(
                new Id(Metadata.key(export), Way.DERIVED),
                Set.of(),
                Set.of(),
                Set.of(),
                Extras.of(export.path("spec")),
                created(export));
    }

    private static Instant created(JsonNode object) {
        return Objects.requireNonNullElse(Metadata.of(object).creationTimestamp(), Instant.EPOCH);
    }

    /**
     * What members offer by exports of their own: only they provide, and the oldest export says
     * what the import carries.
     *
     * @param own by cluster, at least one
     */
    static Export ofMembers(Id id, Map<String, Export> own) {
        Export oldest =
                new TreeMap<>(own)
                        .values().stream().min(Comparator.comparing(Export::created)).orElseThrow();
        return new Export(id, own.keySet(), Set.of(), Set.of(), oldest.extras(), oldest.created());
    }

    static Export ofMultiClusterService(JsonNode service) {
        JsonNode spec = service.path("spec");
        Set<Integer> ports = new TreeSet<>();
        spec.path("ports").forEach(port -> ports.add(port.path("port").asInt(0)));
        return new Export(
                new Id(Metadata.key(service), Way.SAME),
                names(spec.path("providerClusters")),
                names(spec.path("consumerClusters")),
                ports,
                Extras.NONE,
                created(service));
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
