package io.pinisi.cluster.controllers.garbage;

import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Owners and dependents over all resources that can be deleted, as the indexes of one informer
 * each. Thread-safe; guarded by {@code this}.
 */
final class OwnerGraph {
    /** Too many and too short-lived to own or be owned. */
    private static final Set<String> LEFT_OUT = Set.of("events", "leases");

    private final SharedInformers informers;
    private final BiConsumer<GroupVersionResource, Change> handler;
    private final Map<GroupVersionResource, Informer> followed = new HashMap<>();
    private Discovery discovery = new Discovery(List.of(), List.of());

    OwnerGraph(SharedInformers informers, BiConsumer<GroupVersionResource, Change> handler) {
        this.informers = informers;
        this.handler = handler;
    }

    /** Follows what is served now, and no longer what is not. */
    synchronized void refresh(Discovery found) {
        discovery = found;
        Set<GroupVersionResource> gone = new HashSet<>(followed.keySet());
        for (Discovery.Resource resource : found.resources()) {
            if (resource.can("list", "watch", "delete")
                    && !LEFT_OUT.contains(resource.name().resource())) {
                gone.remove(resource.name());
                if (!followed.containsKey(resource.name())) {
                    follow(resource.name());
                }
            }
        }
        if (found.failures().isEmpty()) {
            for (GroupVersionResource resource : gone) {
                followed.remove(resource);
                informers.forgetMetadata(resource);
            }
        }
    }

    private void follow(GroupVersionResource resource) {
        Informer informer = informers.metadataOf(resource);
        followed.put(resource, informer);
        informer.addHandler(change -> handler.accept(resource, change));
    }

    /** What names the uid among its owners. */
    synchronized List<Dependent> dependents(String uid) {
        List<Dependent> dependents = new ArrayList<>();
        followed.forEach(
                (resource, informer) ->
                        informer.lister()
                                .ownedBy(uid)
                                .forEach(
                                        object ->
                                                dependents.add(
                                                        new Dependent(
                                                                Item.of(resource, object),
                                                                object))));
        return dependents;
    }

    /** An object that names an owner, as the copy has it. */
    record Dependent(Item item, ObjectNode object) {}

    /** Where the owner that a reference names would be; empty where its kind is unknown. */
    synchronized Optional<Item> locate(OwnerReference reference, @Nullable String namespace) {
        GroupVersionKind kind = reference.groupVersionKind();
        return discovery
                .find(kind)
                .map(
                        resource ->
                                new Item(
                                        resource.name(),
                                        new ObjectKey(
                                                resource.namespaced() ? namespace : null,
                                                reference.name()),
                                        reference.uid()));
    }

    /** The object as the copy has it, if it is this very one. */
    synchronized Optional<ObjectNode> find(Item item) {
        Informer informer = followed.get(item.resource());
        return informer == null
                ? Optional.empty()
                : informer.lister()
                        .find(item.key())
                        .filter(object -> Metadata.uid(object).equals(item.uid()));
    }

    static boolean isDefinition(GroupVersionResource resource) {
        return resource.group().equals("apiextensions.k8s.io")
                && resource.resource().equals("customresourcedefinitions");
    }
}
