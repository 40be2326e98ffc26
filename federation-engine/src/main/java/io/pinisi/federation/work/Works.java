package io.pinisi.federation.work;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.Desires;
import io.pinisi.federation.propagation.Rendered;
import io.pinisi.federation.propagation.Templates;
import io.pinisi.federation.status.Sightings;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/** All Works there are, each made when it is asked for. */
public final class Works implements AutoCloseable {
    /** Room for as many changes in each millisecond that a process lived. */
    private static final long REVISIONS_PER_MILLI = 1000;

    private final Templates templates;
    private final Bindings bindings;
    private final Desires desires;
    private final Deliveries deliveries;
    private final Sightings sightings;
    private final WorkJournal journal;
    private volatile boolean looked;

    public Works(
            Templates templates,
            Bindings bindings,
            Desires desires,
            Deliveries deliveries,
            Sightings sightings,
            InstantSource clock) {
        this.templates = templates;
        this.bindings = bindings;
        this.desires = desires;
        this.deliveries = deliveries;
        this.sightings = sightings;
        this.journal =
                new WorkJournal(
                        clock.instant().toEpochMilli() * REVISIONS_PER_MILLI, WorkLimits.USUAL);
    }

    /** Anything about the copies of an object may have changed. */
    public void touch(Template template) {
        if (!looked) {
            return;
        }
        Optional<Binding> binding = bindings.find(template);
        journal.touch(
                template,
                binding.map(one -> Metadata.uid(one.tree())).orElse(""),
                binding.map(Works::clusters).orElse(Set.of()));
    }

    /** From now on changes are remembered; until somebody looks that is not worth its cost. */
    synchronized WorkJournal look() {
        if (!looked) {
            looked = true;
            for (Binding binding : bindings.all()) {
                journal.seed(binding.template(), Metadata.uid(binding.tree()), clusters(binding));
            }
        }
        return journal;
    }

    /** Those that have it or are to have it. */
    private static Set<String> clusters(Binding binding) {
        Set<String> clusters = new TreeSet<>(binding.clusters().keySet());
        clusters.addAll(binding.placed());
        return clusters;
    }

    /** The place of one Work. */
    record Place(Template template, String cluster) {
        ObjectKey key() {
            return ObjectKey.of(WorkName.namespace(cluster), WorkName.of(template));
        }
    }

    /** All in the order of their keys. */
    List<Place> places() {
        record Sorted(ObjectKey key, Place place) {}
        return bindings.all().stream()
                .flatMap(
                        binding ->
                                clusters(binding).stream()
                                        .map(cluster -> new Place(binding.template(), cluster)))
                .map(place -> new Sorted(place.key(), place))
                .sorted(Comparator.comparing(one -> one.key().toString()))
                .map(Sorted::place)
                .toList();
    }

    Set<String> clusters(Template template) {
        return bindings.find(template).map(Works::clusters).orElse(Set.of());
    }

    /** Its content, apart from the revision; empty where there is none any more. */
    Optional<ObjectNode> tree(Place place) {
        Template template = place.template();
        String cluster = place.cluster();
        return bindings.find(template)
                .filter(binding -> clusters(binding).contains(cluster))
                .map(
                        binding ->
                                new WorkTree(
                                                binding,
                                                cluster,
                                                desires.rendered(cluster, template)
                                                        .or(() -> desires.latest(cluster, template))
                                                        .map(Rendered::object),
                                                deliveries.find(cluster, template),
                                                sightings.observed(cluster, template),
                                                templates
                                                        .path(template)
                                                        .map(path -> path.resource().resource())
                                                        .orElse(""))
                                        .tree());
    }

    Optional<ApiObject> find(Place place) {
        return tree(place).map(tree -> object(place, tree, journal.revision(place.template())));
    }

    static ApiObject object(Place place, ObjectNode tree, long revision) {
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.put("resourceVersion", Long.toString(revision));
        ObjectKey key = place.key();
        return new ApiObject(
                key,
                metadata.path("uid").asString(""),
                revision,
                Map.of(),
                Map.of("metadata.name", key.name(), "metadata.namespace", key.namespace()),
                Json.bytes(tree));
    }

    /** Ends every watch. */
    @Override
    public void close() {
        journal.close();
    }
}
