package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.apply.TypedTree.Place;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Schemas;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps {@code metadata.managedFields}: an update owns what it changes, an apply owns what it says.
 *
 * <p>Paths of other API versions of the same kind are taken as they are: kinds are stored in one
 * version, and built-in kinds have one each.
 */
public final class FieldManager {
    private static final int UPDATE_MANAGERS_MAX = 10;
    private static final String OLD_UPDATES = "ancient-changes";
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";

    /** What no one owns, because the system sets it or it names the object. */
    private static final FieldSet UNOWNED =
            FieldSet.of(
                    List.of(
                            List.of("f:apiVersion"),
                            List.of("f:kind"),
                            List.of("f:metadata"),
                            metadata("name"),
                            metadata("namespace"),
                            metadata("creationTimestamp"),
                            metadata("selfLink"),
                            metadata("uid"),
                            metadata("clusterName"),
                            metadata("generation"),
                            metadata("managedFields"),
                            metadata("resourceVersion")));

    private final Schemas schemas;
    private final TypedTree types;
    private final TreeMerge merge;

    public FieldManager(Schemas schemas) {
        this.schemas = schemas;
        this.types = new TypedTree(schemas);
        this.merge = new TreeMerge(types);
    }

    private static List<String> metadata(String field) {
        return List.of("f:metadata", "f:" + field);
    }

    /**
     * Records who changed what between two states of an object.
     *
     * @param live null for a create
     * @param next the new state, changed in place; the managed fields it carries count unless they
     *     are empty or cannot be read, so that a client can edit them
     * @return {@code next}
     */
    public ObjectNode update(
            Schema schema,
            @Nullable ObjectNode live,
            ObjectNode next,
            String manager,
            String apiVersion,
            String subresource,
            Instant now) {
        ManagedFields managed = managedFor(live, next, subresource);
        dropManagedFields(next);
        if (live == null || !managed.isEmpty()) {
            ObjectNode before = live == null ? types.skeleton(schema) : withoutManagedFields(live);
            Manager self = Manager.updating(manager, apiVersion, subresource);
            recordUpdate(schema, before, next, managed, self, now);
        }
        write(managed, next);
        return next;
    }

    /**
     * Merges an applied configuration into the live object.
     *
     * @param live null where the object does not exist yet
     * @param applied all that the manager wants to say, and nothing else
     * @return the new state, before defaulting
     * @throws ApiException Conflict where others own what is applied and {@code force} is not set
     */
    public ObjectNode apply(
            Schema schema,
            @Nullable ObjectNode live,
            ObjectNode applied,
            String manager,
            String apiVersion,
            String subresource,
            boolean force,
            Instant now) {
        requireNoManagedFields(applied);
        ManagedFields managed =
                ManagedFields.read(live)
                        .orElseThrow(
                                () -> ApiException.badRequest("failed to decode managed fields"));
        ObjectNode before = live == null ? Json.object() : withoutManagedFields(live);
        if (live != null && managed.isEmpty()) {
            Manager earlier = Manager.updating(BEFORE_FIRST_APPLY, apiVersion, "");
            recordUpdate(schema, types.skeleton(schema), before, managed, earlier, now);
        }
        Manager self = Manager.applying(manager, subresource);
        FieldSet said = saidFields(schema, applied, self);
        FieldSet wanted = said.difference(UNOWNED);
        FieldSet last = managed.fieldsOf(self);
        // the name counts until the rest is pruned, or the metadata would go with its last label
        managed.put(self, said, apiVersion, timeOf(managed, self));
        ObjectNode merged = merged(schema, before, applied, last, managed);
        Comparison change = compare(schema, before, merged, subresource);
        takeOver(schema, before, apiVersion, change, managed, self, force);
        if (!change.isSame() || !last.equals(wanted)) {
            managed.put(self, wanted, apiVersion, now);
        }
        managed.changeAll(fields -> fields.difference(UNOWNED));
        if (manager.equals("kubectl") && subresource.isEmpty()) {
            LastApplied.refresh(merged, applied);
        }
        write(managed, merged);
        return merged;
    }

    /**
     * The live object with another merged into it by the rules of apply, on nobody's behalf: who
     * owns what is reckoned by the write that it is part of.
     *
     * @throws IllegalArgumentException where a part is given that can only be replaced as a whole
     */
    public ObjectNode merge(Schema schema, ObjectNode live, ObjectNode more) {
        Place root = types.place(schema);
        List<String> atomic = new ArrayList<>();
        merge.findAtomic(root, more, "", atomic);
        if (!atomic.isEmpty()) {
            throw new IllegalArgumentException(
                    "may not mutate atomic arrays, maps or structs: " + String.join(", ", atomic));
        }
        return (ObjectNode) merge.merge(root, live, more);
    }

    private static ManagedFields managedFor(
            @Nullable ObjectNode live, ObjectNode next, String subresource) {
        ManagedFields sent = new ManagedFields();
        if (subresource.isEmpty()) {
            if (isReset(next)) {
                return sent;
            }
            sent = ManagedFields.read(next).orElse(sent);
        }
        return sent.isEmpty() ? ManagedFields.read(live).orElseGet(ManagedFields::new) : sent;
    }

    /** A list of one empty entry is how a client asks to forget all ownership. */
    private static boolean isReset(ObjectNode next) {
        JsonNode entries = Json.at(next, "metadata", "managedFields");
        return entries != null && entries.size() == 1 && entries.get(0).isEmpty();
    }

    private void recordUpdate(
            Schema schema,
            ObjectNode before,
            ObjectNode after,
            ManagedFields managed,
            Manager self,
            Instant now) {
        Comparison change = compare(schema, before, after, self.subresource());
        FieldSet taken = change.changed();
        managed.changeAll(fields -> fields.difference(taken).difference(change.removed()));
        if (!taken.isEmpty()) {
            FieldSet all = taken.union(managed.fieldsOf(self));
            managed.put(self, all, self.version(), now);
        }
        managed.changeAll(fields -> fields.difference(UNOWNED));
        managed.capUpdates(UPDATE_MANAGERS_MAX, OLD_UPDATES);
    }

    private FieldSet saidFields(Schema schema, ObjectNode applied, Manager self) {
        try {
            FieldSet all = OwnedFields.of(types, types.place(schema), applied);
            requireNoDuplicates(types.place(schema), applied, "");
            return all.recursiveDifference(ignored(schema, self.subresource()));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(
                    "failed to create typed patch object ("
                            + named(applied)
                            + "): "
                            + e.getMessage());
        }
    }

    /**
     * What a write through this path may not own: a built-in kind's status has a subresource of its
     * own, through which in turn no one sets the spec.
     */
    private FieldSet ignored(Schema schema, String subresource) {
        if (subresource.equals("status")) {
            return FieldSet.of(List.of(List.of("f:spec")));
        }
        boolean builtIn =
                schemas.resolve(schema)
                        .constraints()
                        .containsKey("x-kubernetes-group-version-kind");
        return builtIn && subresource.isEmpty()
                ? FieldSet.of(List.of(List.of("f:status")))
                : FieldSet.empty();
    }

    private ObjectNode merged(
            Schema schema,
            ObjectNode before,
            ObjectNode applied,
            FieldSet last,
            ManagedFields managed) {
        Place root = types.place(schema);
        ObjectNode merged = (ObjectNode) merge.merge(root, before, applied);
        return last.isEmpty() ? merged : prune(root, merged, last, managed);
    }

    /**
     * Removes what the manager applied last time, not this time, and no one else owns. What was
     * only inside of a removed part and not the manager's own stays.
     */
    private ObjectNode prune(Place root, ObjectNode merged, FieldSet last, ManagedFields managed) {
        Parents parents = new Parents(types, root);
        FieldSet lastWithParents = last.withParents(parents);
        ObjectNode pruned = (ObjectNode) merge.remove(root, merged, lastWithParents);
        FieldSet all = OwnedFields.of(types, root, merged).withParents(parents);
        FieldSet owned = FieldSet.empty();
        for (ManagedFields.Owned owner : managed.owners().values()) {
            owned = owned.union(owner.fields());
        }
        FieldSet left = OwnedFields.of(types, root, pruned).withParents(parents);
        FieldSet keep = left.union(owned.withParents(parents));
        pruned = (ObjectNode) merge.remove(root, merged, all.difference(keep));
        left = OwnedFields.of(types, root, pruned).withParents(parents);
        FieldSet gone = all.difference(left).intersection(lastWithParents);
        return (ObjectNode) merge.remove(root, merged, gone);
    }

    /** Fields of structs count as set when something in them is; entries of maps stand alone. */
    private record Parents(TypedTree types, Place place) implements FieldSet.ParentTest {
        @Override
        public boolean isMember(String step) {
            return step.startsWith("f:") && place.declares(step.substring(2));
        }

        @Override
        public FieldSet.ParentTest below(String step) {
            return new Parents(types, types.below(place, step));
        }
    }

    private Comparison compare(
            Schema schema, ObjectNode before, ObjectNode after, String subresource) {
        return Comparison.of(types, types.place(schema), before, after)
                .without(ignored(schema, subresource));
    }

    /** Takes the changed fields from their owners, or refuses. */
    private void takeOver(
            Schema schema,
            ObjectNode before,
            String apiVersion,
            Comparison change,
            ManagedFields managed,
            Manager self,
            boolean force) {
        ApplyConflicts conflicts = conflicts(change, managed, self);
        if (!force && !conflicts.isEmpty()) {
            ApplyConflicts left = conflicts;
            if (self.name().equals("kubectl")) {
                left = conflicts.without(lastAppliedFields(schema, before, apiVersion));
            }
            if (!left.isEmpty()) {
                throw left.asException();
            }
        }
        FieldSet lost = change.changed();
        managed.owners()
                .replaceAll(
                        (manager, owned) ->
                                manager.equals(self)
                                        ? owned
                                        : owned.with(
                                                owned.fields()
                                                        .difference(lost)
                                                        .difference(change.removed())));
    }

    private static ApplyConflicts conflicts(
            Comparison change, ManagedFields managed, Manager self) {
        SortedMap<Manager, FieldSet> byManager = new TreeMap<>();
        for (Map.Entry<Manager, ManagedFields.Owned> owner : managed.owners().entrySet()) {
            FieldSet common = owner.getValue().fields().intersection(change.changed());
            if (!owner.getKey().equals(self) && !common.isEmpty()) {
                byManager.put(owner.getKey(), common);
            }
        }
        return new ApplyConflicts(byManager);
    }

    /**
     * What {@code kubectl apply} set on the client's side and no one changed since: its first
     * server-side apply may take that without force.
     */
    private FieldSet lastAppliedFields(Schema schema, ObjectNode live, String apiVersion) {
        return LastApplied.read(live)
                .filter(last -> apiVersion.equals(Json.text(last, "apiVersion")))
                .map(
                        last -> {
                            FieldSet fields = OwnedFields.of(types, types.place(schema), last);
                            Comparison since = compare(schema, last, live, "");
                            return fields.difference(since.modified())
                                    .difference(since.added())
                                    .difference(since.removed());
                        })
                .orElse(FieldSet.empty());
    }

    private void requireNoDuplicates(Place place, JsonNode value, String path) {
        if (value instanceof ObjectNode map && !place.isLeaf(value)) {
            for (Map.Entry<String, JsonNode> field : map.properties()) {
                String name = field.getKey();
                Place below = types.field(place, name);
                requireNoDuplicates(below, field.getValue(), path + "." + name);
            }
        } else if (value.isArray() && !place.isLeaf(value)) {
            types.items(place, value)
                    .forEach(
                            (step, items) -> {
                                String key = PathStep.text(List.of(step));
                                if (items.size() > 1) {
                                    throw new IllegalArgumentException(
                                            path + ": duplicate entries for key " + key);
                                }
                                requireNoDuplicates(
                                        types.item(place), items.getFirst(), path + key);
                            });
        }
    }

    private static String named(ObjectNode object) {
        String namespace = String.valueOf(Json.text(object, "metadata", "namespace"));
        String name = String.valueOf(Json.text(object, "metadata", "name"));
        return (namespace.equals("null") ? "" : namespace)
                + "/"
                + (name.equals("null") ? "" : name)
                + "; "
                + object.path("apiVersion").asString("")
                + ", Kind="
                + object.path("kind").asString("");
    }

    private static void requireNoManagedFields(ObjectNode applied) {
        if (Json.at(applied, "metadata", "managedFields") != null) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
    }

    private static @Nullable Instant timeOf(ManagedFields managed, Manager self) {
        ManagedFields.Owned owned = managed.owners().get(self);
        return owned == null ? null : owned.time();
    }

    private static ObjectNode withoutManagedFields(ObjectNode object) {
        if (Json.at(object, "metadata", "managedFields") == null) {
            return object;
        }
        ObjectNode copy = object.deepCopy();
        dropManagedFields(copy);
        return copy;
    }

    private static void dropManagedFields(ObjectNode object) {
        if (object.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }

    private static void write(ManagedFields managed, ObjectNode object) {
        if (managed.isEmpty()) {
            return;
        }
        ObjectNode metadata =
                object.get("metadata") instanceof ObjectNode present
                        ? present
                        : object.putObject("metadata");
        metadata.set("managedFields", managed.toJson());
    }
}
