package io.pinisi.cluster.controllers.garbage;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.controllers.garbage.DependentPlanner.Fate;
import io.pinisi.cluster.controllers.garbage.DependentPlanner.Owner;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Follows the owner graph and deletes, strikes or releases what its planner says. */
public final class GarbageCollector implements ClusterController {
    private static final Logger log = LoggerFactory.getLogger(GarbageCollector.class);
    private static final String ACCOUNT = "generic-garbage-collector";
    private static final String DISCOVER = "discover";
    private static final int WORKERS = 20;
    private static final Duration REDISCOVERY = Duration.ofSeconds(30);

    private final ApiClient client;
    private final OwnerGraph graph;
    private final Controller<Item> collector;
    private final Controller<String> discoverer;

    public GarbageCollector(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.graph = new OwnerGraph(environment.informers(), this::changed);
        this.collector = Controller.of(ACCOUNT, environment.clock(), this::reconcile, WORKERS);
        this.discoverer =
                Controller.of(ACCOUNT + "-discovery", environment.clock(), this::discover, 1);
    }

    @Override
    public void start() {
        discoverer.start();
        collector.start();
        discoverer.queue().add(DISCOVER);
    }

    @Override
    public void close() {
        discoverer.close();
        collector.close();
    }

    private Outcome discover(String key) {
        graph.refresh(Discovery.of(client));
        return Outcome.revisit(REDISCOVERY);
    }

    private void changed(GroupVersionResource resource, Change change) {
        ObjectNode object = change.object();
        Item item = Item.of(resource, object);
        switch (change) {
            case Change.Deleted _ -> {
                graph.dependents(item.uid())
                        .forEach(dependent -> collector.queue().add(dependent.item()));
                wakeOwners(object);
            }
            case Change.Added _ -> wakeIfConcerned(item, object);
            case Change.Updated(ObjectNode previous, ObjectNode current) -> {
                if (isConcerning(previous, current)) {
                    wakeIfConcerned(item, current);
                }
            }
        }
        if (OwnerGraph.isDefinition(resource)) {
            discoverer.queue().addAfter(DISCOVER, Duration.ofMillis(200));
        }
    }

    private static boolean isConcerning(ObjectNode previous, ObjectNode current) {
        Metadata before = Metadata.of(previous);
        Metadata after = Metadata.of(current);
        return before.isDeleting() != after.isDeleting()
                || !before.owners().equals(after.owners())
                || !before.finalizers().equals(after.finalizers());
    }

    private void wakeIfConcerned(Item item, ObjectNode object) {
        if (!Metadata.of(object).owners().isEmpty()
                || Item.waitsForDependents(object)
                || Item.orphansDependents(object)) {
            collector.queue().add(item);
        }
    }

    /** Owners that wait for this one may now go. */
    private void wakeOwners(ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        for (OwnerReference reference : metadata.owners()) {
            graph.locate(reference, metadata.namespace())
                    .filter(owner -> graph.find(owner).filter(Item::waitsForDependents).isPresent())
                    .ifPresent(owner -> collector.queue().add(owner));
        }
    }

    private Outcome reconcile(Item item) {
        Optional<ObjectNode> found = live(item);
        if (found.isEmpty()) {
            return Outcome.SETTLED;
        }
        ObjectNode object = found.get();
        try {
            if (Item.orphansDependents(object)) {
                return orphan(item, object);
            }
            if (Item.waitsForDependents(object)) {
                return finishForeground(item, object);
            }
            return Metadata.of(object).isDeleting() ? Outcome.SETTLED : collect(item, object);
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return Outcome.SETTLED;
            }
            throw e;
        }
    }

    private Optional<ObjectNode> live(Item item) {
        return client.find(item.path()).filter(o -> Metadata.uid(o).equals(item.uid()));
    }

    private Outcome collect(Item item, ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        Map<String, Owner> owners = new LinkedHashMap<>();
        for (OwnerReference reference : metadata.owners()) {
            Optional<Item> owner = graph.locate(reference, metadata.namespace());
            if (owner.isEmpty()) {
                return Outcome.UNFINISHED;
            }
            owners.put(reference.uid(), state(owner.get()));
        }
        boolean hasDependents = !graph.dependents(item.uid()).isEmpty();
        switch (DependentPlanner.judge(object, owners, hasDependents)) {
            case Fate.Keep() -> {}
            case Fate.Strike(Set<String> uids) -> strike(item, object, uids);
            case Fate.Delete(String policy) -> delete(item, object, policy);
        }
        return Outcome.SETTLED;
    }

    /** The copy may say that an owner lives, but only the server that it does not. */
    private Owner state(Item owner) {
        Optional<ObjectNode> known = graph.find(owner);
        if (known.isEmpty()) {
            known = live(owner);
        }
        if (known.isEmpty()) {
            return Owner.GONE;
        }
        return Item.waitsForDependents(known.get()) ? Owner.WAITING : Owner.ALIVE;
    }

    private void delete(Item item, ObjectNode object, String policy) {
        ObjectNode options = Json.object();
        options.put("propagationPolicy", policy);
        ObjectNode preconditions = options.putObject("preconditions");
        preconditions.put("uid", item.uid());
        preconditions.put("resourceVersion", Metadata.of(object).resourceVersion());
        client.delete(item.path(), options);
        log.debug("collected {} {} policy={}", item.resource().resource(), item.key(), policy);
    }

    private Outcome finishForeground(Item item, ObjectNode object) {
        List<OwnerGraph.Dependent> blocking =
                graph.dependents(item.uid()).stream()
                        .filter(dependent -> blocks(dependent.object(), item.uid()))
                        .toList();
        if (blocking.isEmpty()) {
            removeFinalizer(item, object, Item.FOREGROUND);
        }
        for (OwnerGraph.Dependent dependent : blocking) {
            if (!Item.waitsForDependents(dependent.object())) {
                collector.queue().add(dependent.item());
            }
        }
        graph.dependents(item.uid()).stream()
                .filter(dependent -> !blocks(dependent.object(), item.uid()))
                .forEach(dependent -> collector.queue().add(dependent.item()));
        return Outcome.SETTLED;
    }

    private static boolean blocks(ObjectNode dependent, String ownerUid) {
        return Metadata.of(dependent).owners().stream()
                .anyMatch(owner -> owner.uid().equals(ownerUid) && owner.blockOwnerDeletion());
    }

    private Outcome orphan(Item item, ObjectNode object) {
        for (OwnerGraph.Dependent dependent : graph.dependents(item.uid())) {
            Optional<ObjectNode> live = live(dependent.item());
            if (live.isPresent()) {
                strike(dependent.item(), live.get(), Set.of(item.uid()));
            }
        }
        removeFinalizer(item, object, Item.ORPHAN);
        return Outcome.SETTLED;
    }

    private void strike(Item item, ObjectNode object, Set<String> ownerUids) {
        keep(
                item,
                object,
                "ownerReferences",
                owner -> !ownerUids.contains(owner.path("uid").asString("")));
    }

    private void removeFinalizer(Item item, ObjectNode object, String finalizer) {
        keep(item, object, "finalizers", kept -> !finalizer.equals(kept.asString("")));
    }

    private void keep(Item item, ObjectNode object, String field, Predicate<JsonNode> kept) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (JsonNode element : object.path("metadata").path(field)) {
            if (kept.test(element)) {
                list.add(element);
            }
        }
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("uid", item.uid());
        metadata.put("resourceVersion", Metadata.of(object).resourceVersion());
        if (list.isEmpty()) {
            metadata.putNull(field);
        } else {
            metadata.set(field, list);
        }
        client.patch(item.path(), PatchType.MERGE, patch, WriteOptions.PLAIN);
    }
}
