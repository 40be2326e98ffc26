package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.Act;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.ResourceEndpoint.Written.Outcome;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.Concurrently;
import io.pinisi.cluster.storage.Freshness;
import io.pinisi.cluster.storage.ListPage;
import io.pinisi.cluster.storage.ObjectAccess;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.cluster.storage.StaleWriteException;
import io.pinisi.cluster.storage.WatchStream;
import io.pinisi.cluster.storage.WriteContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All verbs of one stored resource, or of one of its facets. Every write is the same: read the
 * newest state, make the next one, send it through the {@link WritePipeline}, and write on
 * condition that nothing came between; if something did, begin again, a bounded number of times.
 */
public final class ResourceStore implements ResourceEndpoint {
    private static final int WRITE_ATTEMPTS = 8;
    private static final int NAME_ATTEMPTS = 8;

    /** Of a collection; side by side they share the store's forces to disk. */
    private static final int DELETIONS_AT_ONCE_MAX = 32;

    private final Kind kind;
    private final Facet facet;
    private final ObjectAccess storage;
    private final Workbench bench;
    private final Intake intake;
    private final WritePipeline pipeline;

    ResourceStore(Kind kind, ObjectAccess storage, Workbench bench) {
        this(kind, Facet.main(kind.strategy()), storage, bench);
    }

    private ResourceStore(Kind kind, Facet facet, ObjectAccess storage, Workbench bench) {
        this.kind = kind;
        this.facet = facet;
        this.storage = storage;
        this.bench = bench;
        this.intake = new Intake(kind, bench);
        this.pipeline = new WritePipeline(kind, facet, bench, intake);
    }

    /** The same objects, written under other rules. */
    public ResourceStore as(String subresource, ResourceStrategy strategy) {
        return new ResourceStore(kind, new Facet(subresource, strategy, false), storage, bench);
    }

    /** As {@link #as}, where the subresource is a way to change the desired state. */
    public ResourceStore asCounting(String subresource, ResourceStrategy strategy) {
        return new ResourceStore(kind, new Facet(subresource, strategy, true), storage, bench);
    }

    public Kind kind() {
        return kind;
    }

    /** Objects of all kinds, for rules that span them. */
    public ObjectLookup objects() {
        return bench.objects();
    }

    /** The store of another kind. */
    public Optional<ResourceStore> sibling(GroupResource resource) {
        return bench.stores().find(resource);
    }

    /** The same objects, written under the rules of their status. */
    public ResourceStore status() {
        return as("status", kind.statusStrategy().orElseThrow());
    }

    /** The time as objects carry it. */
    public Instant now() {
        return bench.now();
    }

    public GroupResource resource() {
        return kind.definition().resource();
    }

    @Override
    public ApiObject get(ObjectKey key, String resourceVersion) {
        return storage.get(key, ListQueries.freshness(resourceVersion))
                .orElseThrow(() -> ApiException.notFound(resource(), key.name()));
    }

    @Override
    public boolean heedsVisibility() {
        return true;
    }

    @Override
    public ObjectList list(ListQuery query) {
        ListPage page = storage.list(ListQueries.list(kind.definition(), query));
        return new ObjectList(
                page.items(), page.revision(), page.continueToken(), page.remaining());
    }

    @Override
    public WatchStream watch(WatchQuery query) {
        return storage.watch(ListQueries.watch(kind.definition(), query));
    }

    @Override
    public Written create(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        requireMain();
        intake.accept(call, body);
        return insert(call, namespace, body, pipeline::create);
    }

    /** One of the two ways to make a new object ready. */
    @FunctionalInterface
    private interface Finisher {
        ObjectNode finish(Call call, ObjectKey key, ObjectNode object);
    }

    private Written insert(
            Call call, @Nullable String namespace, ObjectNode accepted, Finisher finisher) {
        boolean generated = Metadata.of(accepted).name().isEmpty();
        for (int attempt = 1; ; attempt++) {
            ObjectNode object = generated ? accepted.deepCopy() : accepted;
            ObjectKey key = SystemMetadata.begin(object, namespace, bench.ids(), bench.now());
            ObjectNode ready = finisher.finish(call, key, object);
            if (call.dryRun()) {
                refuseDuplicate(key);
                return new Written(Json.bytes(ready), Outcome.CREATED);
            }
            try {
                ApiObject stored =
                        storage.create(
                                key, ready, context(call, "create", key, OptionalLong.empty()));
                return new Written(stored.json(), Outcome.CREATED);
            } catch (ApiException e) {
                if (!generated || attempt == NAME_ATTEMPTS || !e.is(Reason.ALREADY_EXISTS)) {
                    throw e;
                }
            }
        }
    }

    private void refuseDuplicate(ObjectKey key) {
        if (storage.get(key, new Freshness.Latest()).isPresent()) {
            throw ApiException.alreadyExists(resource(), key.name());
        }
    }

    @Override
    public Written update(Call call, ObjectKey key, ObjectNode body) {
        intake.accept(call, body);
        if (kind.has(Kind.Trait.VERSION_REQUIRED)
                && Metadata.of(body).resourceVersion().isEmpty()) {
            throw pipeline.invalid(
                    key.name(),
                    List.of(
                            io.pinisi.cluster.machinery.error.FieldError.invalid(
                                    "metadata.resourceVersion",
                                    "0",
                                    "must be specified for an update")));
        }
        if (facet.isMain() && kind.has(Kind.Trait.CREATE_ON_UPDATE) && isAbsent(key)) {
            SystemMetadata.of(body).put("name", key.name());
            return insert(call, key.namespace(), body, pipeline::create);
        }
        return replace(
                call, key, "update", live -> pipeline.update(call, key, live, body.deepCopy()));
    }

    private boolean isAbsent(ObjectKey key) {
        return storage.get(key, new Freshness.Latest()).isEmpty();
    }

    @Override
    public Written patch(Call call, ObjectKey key, PatchBody patch) {
        if (patch.type() == PatchBody.Type.APPLY) {
            return apply(call, key, patch);
        }
        return replace(
                call,
                key,
                "patch",
                live -> {
                    ObjectNode patched = patched(live, patch);
                    intake.acceptPatched(call, patched, patch.content(), key.name());
                    return pipeline.update(call, key, live, patched);
                });
    }

    private ObjectNode patched(ObjectNode live, PatchBody patch) {
        if (patch.type() == PatchBody.Type.STRATEGIC && kind.has(Kind.Trait.CUSTOM)) {
            throw new ApiException(
                    Reason.UNSUPPORTED_MEDIA_TYPE,
                    "the body of the request was in an unknown format - accepted media types"
                            + " include: application/json-patch+json,"
                            + " application/merge-patch+json, application/apply-patch+yaml");
        }
        ResourceDefinition.Version version = patch.version();
        if (version == null || version.storage()) {
            return bench.patched(intake.schema(), live, patch);
        }
        ObjectNode shown = live.deepCopy();
        kind.definition().fromStorage(version, shown);
        ObjectNode wanted = bench.patched(version.schema(), shown, patch);
        kind.definition().toStorage(version, wanted);
        return wanted;
    }

    /** Patches a document that has no schema of its own; lists are replaced. */
    ObjectNode patchedPlainly(ObjectNode document, PatchBody patch) {
        PatchBody.Type type =
                patch.type() == PatchBody.Type.JSON ? PatchBody.Type.JSON : PatchBody.Type.MERGE;
        return bench.patched(intake.schema(), document, new PatchBody(type, patch.content()));
    }

    private Written apply(Call call, ObjectKey key, PatchBody patch) {
        if (!(patch.content() instanceof ObjectNode content)) {
            throw ApiException.badRequest("an applied configuration must be an object");
        }
        ObjectNode document = content.deepCopy();
        intake.acceptApplied(call, document);
        SystemMetadata.of(document).put("name", key.name());
        keepToFacet(document);
        for (int attempt = 1; ; attempt++) {
            try {
                if (facet.isMain() && isAbsent(key)) {
                    return applyNew(call, key, document);
                }
                return replace(
                        call,
                        key,
                        "apply",
                        live -> pipeline.applied(call, key, live, merged(call, live, document)));
            } catch (ApiException e) {
                boolean raced = e.is(Reason.ALREADY_EXISTS) || e.is(Reason.NOT_FOUND);
                if (!raced || !facet.isMain() || attempt == WRITE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Written applyNew(Call call, ObjectKey key, ObjectNode document) {
        ObjectNode merged = merged(call, null, document);
        return insert(
                call,
                key.namespace(),
                merged,
                (caller, at, object) -> pipeline.applied(caller, at, null, object));
    }

    private ObjectNode merged(Call call, @Nullable ObjectNode live, ObjectNode document) {
        ObjectNode merged =
                bench.applied(pipeline.writer(call, bench.now()), intake.schema(), live, document);
        intake.complete(merged);
        return merged;
    }

    /** What this facet may not set is not owned by applying it here. */
    private void keepToFacet(ObjectNode document) {
        if (facet.isMain()) {
            if (kind.status() != null) {
                document.remove("status");
            }
        } else if (facet.subresource().equals("status")) {
            document.retain("apiVersion", "kind", "metadata", "status");
        }
    }

    /**
     * Changes the newest state by a function, through the pipeline of this facet.
     *
     * @param change gets a tree of its own and returns the wanted state
     */
    public Written rewrite(
            Call call, ObjectKey key, String verb, UnaryOperator<ObjectNode> change) {
        return replace(
                call,
                key,
                verb,
                live -> pipeline.update(call, key, live, change.apply(live.deepCopy())));
    }

    private Written replace(
            Call call, ObjectKey key, String verb, UnaryOperator<ObjectNode> transition) {
        for (int attempt = 1; ; attempt++) {
            ApiObject live = get(key, attempt == 1 ? "" : "0");
            ObjectNode old = live.tree();
            ObjectNode next = transition.apply(old);
            try {
                return commit(call, verb, live, old, next);
            } catch (StaleWriteException e) {
                if (attempt == WRITE_ATTEMPTS) {
                    throw SystemMetadata.modified(resource(), key);
                }
            }
        }
    }

    private Written commit(
            Call call, String verb, ApiObject live, ObjectNode old, ObjectNode next) {
        if (next.equals(JsonNumbers.COMPARATOR, old)) {
            return new Written(live.json(), Outcome.UNCHANGED);
        }
        if (call.dryRun()) {
            return new Written(Json.bytes(next), Outcome.UPDATED);
        }
        WriteContext context = context(call, verb, live.key(), OptionalLong.of(live.revision()));
        if (GarbageGate.isFinished(next, kind.strategy())) {
            storage.delete(live, context);
            return new Written(Json.bytes(next), Outcome.UPDATED);
        }
        ApiObject stored = storage.update(live.key(), live.revision(), next, context);
        return new Written(stored.json(), Outcome.UPDATED);
    }

    @Override
    public Written delete(Call call, ObjectKey key, DeleteOptions options) {
        requireMain();
        for (int attempt = 1; ; attempt++) {
            ApiObject live = get(key, attempt == 1 ? "" : "0");
            try {
                return delete(call, live, options);
            } catch (StaleWriteException e) {
                if (attempt == WRITE_ATTEMPTS) {
                    throw SystemMetadata.modified(resource(), key);
                }
            }
        }
    }

    private Written delete(Call call, ApiObject live, DeleteOptions options) {
        checkPreconditions(live, options);
        ObjectNode tree = live.tree();
        bench.admission().mutate(pipeline.request(call, live.key(), tree, null));
        bench.admission().validate(pipeline.request(call, live.key(), tree, null));
        return switch (GarbageGate.plan(tree, kind.strategy(), options, bench.now())) {
            case GarbageGate.Deletion.Remove() -> remove(call, live);
            case GarbageGate.Deletion.Mark(ObjectNode marked) -> mark(call, live, marked);
            case GarbageGate.Deletion.Keep() -> new Written(live.json(), Outcome.UPDATED);
        };
    }

    private void checkPreconditions(ApiObject live, DeleteOptions options) {
        String uid = options.uid();
        if (uid != null && !uid.equals(live.uid())) {
            throw ApiException.conflict(
                    resource(),
                    live.key().name(),
                    "Precondition failed: UID in precondition: "
                            + uid
                            + ", UID in object meta: "
                            + live.uid());
        }
        String version = options.resourceVersion();
        if (version != null && !version.equals(Long.toString(live.revision()))) {
            throw ApiException.conflict(
                    resource(),
                    live.key().name(),
                    "Precondition failed: ResourceVersion in precondition: "
                            + version
                            + ", ResourceVersion in object meta: "
                            + live.revision());
        }
    }

    private Written remove(Call call, ApiObject live) {
        byte[] last = live.json();
        if (!call.dryRun()) {
            last =
                    storage.delete(
                                    live,
                                    context(
                                            call,
                                            "delete",
                                            live.key(),
                                            OptionalLong.of(live.revision())))
                            .json();
        }
        return new Written(
                kind.has(Kind.Trait.ANSWERS_DELETED_OBJECT) ? last : DeletedStatus.of(kind, live),
                Outcome.DELETED);
    }

    private Written mark(Call call, ApiObject live, ObjectNode marked) {
        if (call.dryRun()) {
            return new Written(Json.bytes(marked), Outcome.UPDATED);
        }
        WriteContext context =
                context(call, "delete", live.key(), OptionalLong.of(live.revision()));
        ApiObject stored = storage.update(live.key(), live.revision(), marked, context);
        return new Written(stored.json(), Outcome.UPDATED);
    }

    @Override
    public ObjectList deleteCollection(Call call, ListQuery query, DeleteOptions options) {
        ListPage page = storage.list(ListQueries.list(kind.definition(), query));
        call.act()
                .over(
                        page.items().stream()
                                .map(item -> new Act.Target(item.key().toString(), item.uid()))
                                .toList());
        Set<ObjectKey> gone = ConcurrentHashMap.newKeySet();
        Concurrently.run(
                page.items().stream()
                        .<Runnable>map(item -> () -> deleteUnlessGone(call, item, options, gone))
                        .toList(),
                DELETIONS_AT_ONCE_MAX);
        List<ApiObject> deleted =
                page.items().stream().filter(item -> !gone.contains(item.key())).toList();
        return new ObjectList(deleted, page.revision(), page.continueToken(), page.remaining());
    }

    private void deleteUnlessGone(
            Call call, ApiObject item, DeleteOptions options, Set<ObjectKey> gone) {
        try {
            delete(call, item.key(), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
            gone.add(item.key());
        }
    }

    private void requireMain() {
        if (!facet.isMain()) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED,
                    "the server does not allow this method on the requested resource");
        }
    }

    /** The newest state that is in memory. */
    public Optional<ApiObject> find(ObjectKey key) {
        return storage.get(key, new Freshness.Cached());
    }

    private WriteContext context(Call call, String verb, ObjectKey key, OptionalLong before) {
        GroupVersionResource gvr = kind.definition().in(kind.definition().storageVersion());
        return AuditTrail.context(call, verb, gvr, facet.subresource(), key, before);
    }
}
