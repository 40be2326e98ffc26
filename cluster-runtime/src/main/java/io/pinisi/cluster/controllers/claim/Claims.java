package io.pinisi.cluster.controllers.claim;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Index;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the ownership of one kind of objects by one kind of owners.
 *
 * @param client writes as the controller
 * @param selector reads what an owner selects
 */
public record Claims(
        ApiClient client,
        GroupVersionResource owners,
        GroupVersionKind ownerKind,
        GroupVersionResource dependents,
        Function<ObjectNode, LabelSelector> selector) {
    private static final String ORPHANS = "orphans";

    /** For owners that have a label selector in {@code spec.selector}. */
    public Claims(
            ApiClient client,
            GroupVersionResource owners,
            GroupVersionKind ownerKind,
            GroupVersionResource dependents) {
        this(
                client,
                owners,
                ownerKind,
                dependents,
                owner -> LabelSelector.of(owner.path("spec").path("selector")));
    }

    /** Adds the index by which objects without controller are found. */
    public static void index(Informer informer) {
        informer.addIndex(
                new Index(
                        ORPHANS,
                        object -> {
                            Metadata metadata = Metadata.of(object);
                            String namespace = metadata.namespace();
                            return namespace == null || metadata.controller().isPresent()
                                    ? List.of()
                                    : List.of(namespace);
                        }));
    }

    /** What belongs to the owner now, after adopting and releasing what must be. */
    public List<ObjectNode> claim(ObjectNode owner, Lister lister) {
        return claim(owner, lister, candidate -> true);
    }

    /** As {@link #claim(ObjectNode, Lister)}, of objects that can be the owner's at all. */
    public List<ObjectNode> claim(ObjectNode owner, Lister lister, Predicate<ObjectNode> possible) {
        Metadata metadata = Metadata.of(owner);
        List<ObjectNode> candidates = new ArrayList<>(lister.ownedBy(metadata.uid()));
        String namespace = Objects.requireNonNull(metadata.namespace());
        candidates.addAll(lister.by(ORPHANS, namespace));
        candidates.removeIf(possible.negate());
        ClaimPlan plan = ClaimPlan.of(owner, selector.apply(owner), candidates);
        List<ObjectNode> claimed = new ArrayList<>(plan.owned());
        plan.release().forEach(object -> release(owner, object));
        if (!plan.adopt().isEmpty() && mayAdopt(metadata)) {
            plan.adopt().forEach(object -> adopt(owner, object).ifPresent(claimed::add));
        }
        return claimed;
    }

    /** The reference by which {@code owner} controls what it makes. */
    public ObjectNode reference(ObjectNode owner) {
        Metadata metadata = Metadata.of(owner);
        ObjectNode reference = Json.object();
        reference.put("apiVersion", ownerKind.apiVersion()).put("kind", ownerKind.kind());
        reference.put("name", metadata.name()).put("uid", metadata.uid());
        return reference.put("controller", true).put("blockOwnerDeletion", true);
    }

    /** The owner in the copy that a reference names, if it is still the same object. */
    public Optional<ObjectNode> owner(ObjectNode dependent, Lister ownersCopy) {
        Metadata metadata = Metadata.of(dependent);
        return metadata.controller()
                .filter(reference -> reference.kind().equals(ownerKind.kind()))
                .flatMap(reference -> find(reference, metadata, ownersCopy));
    }

    private static Optional<ObjectNode> find(
            OwnerReference reference, Metadata dependent, Lister ownersCopy) {
        return ownersCopy
                .find(new ObjectKey(dependent.namespace(), reference.name()))
                .filter(owner -> Metadata.uid(owner).equals(reference.uid()));
    }

    /** Whether the object names a controller that the server does not have any more. */
    public boolean isLost(ObjectNode dependent) {
        Metadata metadata = Metadata.of(dependent);
        return metadata.controller()
                .filter(owner -> !isThere(owner, metadata.namespace()))
                .isPresent();
    }

    private boolean isThere(OwnerReference owner, @Nullable String namespace) {
        return client.find(ResourcePath.of(owners, new ObjectKey(namespace, owner.name())))
                .filter(live -> Metadata.uid(live).equals(owner.uid()))
                .isPresent();
    }

    /** The owners in the copy that would adopt an object without controller. */
    List<ObjectNode> suitors(ObjectNode orphan, Lister ownersCopy) {
        Metadata metadata = Metadata.of(orphan);
        String namespace = metadata.namespace();
        if (namespace == null) {
            return List.of();
        }
        return ownersCopy.inNamespace(namespace).stream()
                .filter(owner -> selector.apply(owner).matches(metadata.labels()))
                .toList();
    }

    /** Asks the server, for the copy may not know yet that the owner is being deleted. */
    private boolean mayAdopt(Metadata owner) {
        return client.find(ResourcePath.of(owners, owner.key()))
                .map(Metadata::of)
                .filter(live -> live.uid().equals(owner.uid()) && !live.isDeleting())
                .isPresent();
    }

    private Optional<ObjectNode> adopt(ObjectNode owner, ObjectNode object) {
        ArrayNode references = references(object, "");
        references.add(reference(owner));
        return write(object, references);
    }

    private void release(ObjectNode owner, ObjectNode object) {
        write(object, references(object, Metadata.uid(owner)));
    }

    private static ArrayNode references(ObjectNode object, String withoutUid) {
        ArrayNode references = Json.mapper().createArrayNode();
        for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
            if (!reference.path("uid").asString("").equals(withoutUid)) {
                references.add(reference);
            }
        }
        return references;
    }

    /** Empty where the object is gone or has changed; its next change brings us here again. */
    private Optional<ObjectNode> write(ObjectNode object, ArrayNode references) {
        Metadata metadata = Metadata.of(object);
        ObjectNode patch = Json.object();
        ObjectNode wanted = patch.putObject("metadata");
        wanted.put("uid", metadata.uid()).put("resourceVersion", metadata.resourceVersion());
        if (references.isEmpty()) {
            wanted.putNull("ownerReferences");
        } else {
            wanted.set("ownerReferences", references);
        }
        try {
            ResourcePath path = ResourcePath.of(dependents, metadata.key());
            return Optional.of(client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN));
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND) || e.is(Reason.CONFLICT)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
