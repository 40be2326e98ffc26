package io.pinisi.cluster.client.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API server in memory: the rules that all resources share (names, versions, generations,
 * finalizers, subresources, watches), and none that a kind has of its own but pods' graceful end
 * and binding. It can be told to fail.
 */
public final class MemoryApi implements Transport {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> SUBRESOURCES =
            Set.of("status", "scale", "binding", "finalize");

    private final MemoryStore store = new MemoryStore();
    private final InstantSource clock;
    private final AtomicLong ids = new AtomicLong();
    private final List<Served> served = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final Set<MemoryWatch> watches = new HashSet<>();

    /** A resource that discovery lists. */
    public record Served(String groupVersion, String resource, String kind, boolean namespaced) {}

    /** Makes requests fail: null lets one pass. */
    @FunctionalInterface
    public interface Fault {
        @Nullable ApiException check(Request request);
    }

    public MemoryApi(InstantSource clock) {
        this.clock = clock;
    }

    public ApiClient client() {
        return new ApiClient(this);
    }

    public void serve(String groupVersion, String resource, String kind, boolean namespaced) {
        served.add(new Served(groupVersion, resource, kind, namespaced));
    }

    public void fail(Fault fault) {
        faults.add(fault);
    }

    public void heal() {
        faults.clear();
    }

    /** Method and path of every write so far. */
    public List<String> writes() {
        return List.copyOf(writes);
    }

    /** Watches end, and every revision so far is forgotten. */
    public void expireWatches() {
        store.compact();
    }

    /** Every open watch ends as if the connection broke. */
    public void breakWatches() {
        Set<MemoryWatch> open;
        synchronized (watches) {
            open = Set.copyOf(watches);
        }
        open.forEach(MemoryWatch::close);
    }

    /** An object as it is now. */
    public @Nullable ObjectNode peek(ResourcePath path) {
        ObjectKey key = new ObjectKey(path.namespace(), Objects.requireNonNull(path.name()));
        return store.get(path.resource().groupResource(), key);
    }

    public List<ObjectNode> peekAll(ResourcePath collection) {
        return store.list(collection.resource().groupResource());
    }

    @Override
    public Response send(Request request) {
        try {
            for (Fault fault : faults) {
                ApiException e = fault.check(request);
                if (e != null) {
                    throw e;
                }
            }
            return answer(request);
        } catch (ApiException e) {
            ObjectNode status = Json.object();
            status.put("kind", "Status").put("status", "Failure");
            status.put("reason", e.reason().text()).put("message", e.getMessage());
            status.put("code", e.reason().code());
            return whole(e.reason().code(), status);
        }
    }

    private static Response whole(int code, ObjectNode body) {
        return new Response(code, Map.of(), new Body.Whole(Json.bytes(body)));
    }

    /** An address taken apart. */
    private record Target(
            GroupResource resource,
            String apiVersion,
            @Nullable String namespace,
            @Nullable String name,
            String subresource,
            Map<String, String> query) {

        ObjectKey key() {
            return new ObjectKey(namespace, Objects.requireNonNull(name));
        }
    }

    private Response answer(Request request) {
        String path = request.path().split("\\?", 2)[0];
        List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/")));
        boolean core = parts.removeFirst().equals("api");
        if (parts.size() < (core ? 2 : 3)) {
            return whole(200, discovery(core, parts));
        }
        Target target = target(core, parts, query(request.path()));
        if (!request.method().equals("GET")) {
            writes.add(request.method() + " " + path);
        }
        return switch (request.method()) {
            case "GET" -> read(target);
            case "POST" -> whole(201, create(target, Json.parse(request.body())));
            case "PUT" -> whole(200, replace(target, Json.parse(request.body())));
            case "PATCH" -> whole(200, patch(target, Json.parse(request.body())));
            case "DELETE" -> whole(200, delete(target, request.body()));
            default -> throw new ApiException(Reason.METHOD_NOT_ALLOWED, request.method());
        };
    }

    private static Map<String, String> query(String path) {
        Map<String, String> query = new HashMap<>();
        int mark = path.indexOf('?');
        if (mark >= 0) {
            for (String pair : path.substring(mark + 1).split("&")) {
                String[] nameAndValue = pair.split("=", 2);
                query.put(
                        nameAndValue[0],
                        URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static Target target(boolean core, List<String> parts, Map<String, String> query) {
        String group = core ? "" : parts.removeFirst();
        String version = parts.removeFirst();
        String apiVersion = core ? version : group + "/" + version;
        String namespace = null;
        if (parts.size() > 2
                && parts.getFirst().equals("namespaces")
                && !SUBRESOURCES.contains(parts.get(2))) {
            parts.removeFirst();
            namespace = parts.removeFirst();
        }
        String resource = parts.removeFirst();
        String name = parts.isEmpty() ? null : parts.removeFirst();
        String subresource = parts.isEmpty() ? "" : parts.removeFirst();
        return new Target(
                new GroupResource(group, resource),
                apiVersion,
                namespace,
                name,
                subresource,
                query);
    }

    private ObjectNode discovery(boolean core, List<String> parts) {
        ObjectNode answer = Json.object();
        if (parts.isEmpty() && core) {
            answer.putArray("versions").add("v1");
            return answer;
        }
        if (parts.isEmpty()) {
            Map<String, List<String>> groups = new HashMap<>();
            served.stream()
                    .map(Served::groupVersion)
                    .filter(version -> version.contains("/"))
                    .distinct()
                    .forEach(
                            version ->
                                    groups.computeIfAbsent(
                                                    version.split("/")[0], g -> new ArrayList<>())
                                            .add(version));
            groups.forEach(
                    (group, versions) -> {
                        ObjectNode item = answer.withArray("groups").addObject();
                        item.put("name", group);
                        for (String version : versions) {
                            item.withArray("versions").addObject().put("groupVersion", version);
                        }
                        item.putObject("preferredVersion").put("groupVersion", versions.getFirst());
                    });
            return answer;
        }
        String groupVersion = String.join("/", parts);
        answer.put("groupVersion", groupVersion);
        for (Served resource : served) {
            if (resource.groupVersion().equals(groupVersion)) {
                ObjectNode item = answer.withArray("resources").addObject();
                item.put("name", resource.resource()).put("kind", resource.kind());
                item.put("namespaced", resource.namespaced());
                for (String verb :
                        List.of("create", "delete", "deletecollection", "get", "list", "watch")) {
                    item.withArray("verbs").add(verb);
                }
            }
        }
        return answer;
    }

    private Response read(Target target) {
        if (target.query().containsKey("watch")) {
            return watch(target);
        }
        if (target.name() != null) {
            return whole(200, existing(target));
        }
        ObjectNode list = Json.object();
        synchronized (store) {
            list.putObject("metadata").put("resourceVersion", Long.toString(store.revision()));
            for (ObjectNode object : store.list(target.resource())) {
                if (matches(target, object)) {
                    list.withArray("items").add(object);
                }
            }
        }
        return whole(200, list);
    }

    private static boolean matches(Target target, ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        if (target.namespace() != null && !target.namespace().equals(metadata.namespace())) {
            return false;
        }
        String labels = target.query().getOrDefault("labelSelector", "");
        return LabelSelector.parse(labels).matches(metadata.labels());
    }

    private Response watch(Target target) {
        long from = Long.parseLong(target.query().getOrDefault("resourceVersion", "0"));
        MemoryWatch watch =
                new MemoryWatch(
                        store,
                        target.resource(),
                        from == 0 ? store.revision() : from,
                        object -> matches(target, object));
        synchronized (watches) {
            watches.removeIf(old -> !old.isOpen());
            watches.add(watch);
        }
        return new Response(200, Map.of(), watch);
    }

    private ObjectNode existing(Target target) {
        ObjectNode object = store.get(target.resource(), target.key());
        if (object == null) {
            throw ApiException.notFound(
                    target.resource(), Objects.requireNonNullElse(target.name(), ""));
        }
        return object;
    }

    private ObjectNode create(Target target, ObjectNode object) {
        synchronized (store) {
            if (target.subresource().equals("binding")) {
                return bind(target, object);
            }
            ObjectNode metadata = object.withObject("metadata");
            if (Metadata.of(object).name().isEmpty()) {
                metadata.put(
                        "name",
                        metadata.path("generateName").asString("")
                                + Long.toString(ids.incrementAndGet() + 40_000, 36));
            }
            if (target.namespace() != null) {
                metadata.put("namespace", target.namespace());
                refuseIfTerminating(target);
            }
            if (store.get(target.resource(), Metadata.key(object)) != null) {
                throw ApiException.alreadyExists(target.resource(), Metadata.of(object).name());
            }
            metadata.put("uid", "uid-" + ids.incrementAndGet());
            metadata.put("creationTimestamp", Timestamps.seconds(clock.instant()));
            metadata.put("generation", 1);
            store.write(target.resource(), object);
            return object;
        }
    }

    private void refuseIfTerminating(Target target) {
        String namespace = Objects.requireNonNullElse(target.namespace(), "");
        ObjectNode found = store.get(NAMESPACES, ObjectKey.cluster(namespace));
        boolean mustExist = served.stream().anyMatch(s -> s.resource().equals("namespaces"));
        if (found == null ? mustExist : Metadata.of(found).isDeleting()) {
            throw new ApiException(
                    Reason.FORBIDDEN,
                    "unable to create new content in namespace "
                            + namespace
                            + " because it is being terminated");
        }
    }

    private ObjectNode bind(Target target, ObjectNode binding) {
        ObjectNode pod = existing(target).deepCopy();
        if (!pod.path("spec").path("nodeName").asString("").isEmpty()) {
            throw ApiException.conflict(
                    target.resource(),
                    target.key().name(),
                    "pod " + target.key().name() + " is already assigned to a node");
        }
        pod.withObject("spec").put("nodeName", binding.path("target").path("name").asString(""));
        pod.withObject("status")
                .withArray("conditions")
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "True");
        store.write(target.resource(), pod);
        return binding;
    }

    private ObjectNode replace(Target target, ObjectNode object) {
        synchronized (store) {
            ObjectNode live = existing(target);
            if (target.subresource().equals("scale")) {
                ObjectNode scaled = live.deepCopy();
                scaled.withObject("spec").set("replicas", object.path("spec").path("replicas"));
                return settle(target, live, scaled);
            }
            String version = Metadata.of(object).resourceVersion();
            if (!version.isEmpty() && !version.equals(Metadata.of(live).resourceVersion())) {
                throw ApiException.conflict(
                        target.resource(),
                        target.key().name(),
                        "the object has been modified; please apply your changes to the latest"
                                + " version and try again");
            }
            String uid = Metadata.uid(object);
            if (!uid.isEmpty() && !uid.equals(Metadata.uid(live))) {
                throw ApiException.conflict(
                        target.resource(), target.key().name(), "the UID in the precondition");
            }
            return settle(target, live, object);
        }
    }

    private ObjectNode settle(Target target, ObjectNode live, ObjectNode wanted) {
        ObjectNode next = wanted.deepCopy();
        if (target.subresource().equals("status")) {
            next = live.deepCopy();
            next.set("status", wanted.path("status"));
        } else {
            copy(live, next, "status");
        }
        ObjectNode metadata = next.withObject("metadata");
        for (String field : List.of("uid", "creationTimestamp", "deletionTimestamp")) {
            copy((ObjectNode) live.path("metadata"), metadata, field);
        }
        long generation = Metadata.of(live).generation();
        boolean changed = !Objects.equals(live.get("spec"), next.get("spec"));
        metadata.put("generation", changed ? generation + 1 : generation);
        if (next.equals(live)) {
            return live;
        }
        store.write(target.resource(), next);
        boolean finalized = !next.path("spec").path("finalizers").isEmpty();
        if (Metadata.of(next).isDeleting()
                && Metadata.of(next).finalizers().isEmpty()
                && !finalized
                && !isGraceful(target, next)) {
            store.remove(target.resource(), target.key());
        }
        return next;
    }

    private static boolean isGraceful(Target target, ObjectNode object) {
        return target.resource().resource().equals("pods")
                && object.path("metadata").path("deletionGracePeriodSeconds").asInt(0) > 0;
    }

    private static void copy(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }

    private ObjectNode patch(Target target, ObjectNode patch) {
        synchronized (store) {
            ObjectNode merged = existing(target).deepCopy();
            merge(merged, patch);
            return replace(target, merged);
        }
    }

    private static void merge(ObjectNode tree, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                tree.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode nested) {
                JsonNode before = tree.get(field.getKey());
                ObjectNode child = before instanceof ObjectNode object ? object : Json.object();
                merge(child, nested);
                tree.set(field.getKey(), child);
            } else {
                tree.set(field.getKey(), field.getValue());
            }
        }
    }

    private ObjectNode delete(Target target, byte[] body) {
        ObjectNode options = body.length == 0 ? Json.object() : Json.parse(body);
        synchronized (store) {
            if (target.name() == null) {
                for (ObjectNode object : store.list(target.resource())) {
                    if (matches(target, object)) {
                        delete(target, object, options);
                    }
                }
                return Json.object();
            }
            return delete(target, existing(target), options);
        }
    }

    private ObjectNode delete(Target target, ObjectNode live, ObjectNode options) {
        String uid = options.path("preconditions").path("uid").asString("");
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(live))) {
            throw ApiException.conflict(
                    target.resource(), Metadata.of(live).name(), "the UID in the precondition");
        }
        ObjectNode next = live.deepCopy();
        ObjectNode metadata = next.withObject("metadata");
        switch (options.path("propagationPolicy").asString("")) {
            case "Foreground" -> metadata.withArray("finalizers").add("foregroundDeletion");
            case "Orphan" -> metadata.withArray("finalizers").add("orphan");
            default -> {}
        }
        boolean bound = !next.path("spec").path("nodeName").asString("").isEmpty();
        int grace = options.path("gracePeriodSeconds").asInt(30);
        boolean graceful = target.resource().resource().equals("pods") && bound && grace > 0;
        if (graceful) {
            metadata.put("deletionGracePeriodSeconds", grace);
        }
        boolean finalized = !next.path("spec").path("finalizers").isEmpty();
        if (graceful || finalized || !Metadata.of(next).finalizers().isEmpty()) {
            if (!Metadata.of(next).isDeleting()) {
                metadata.put("deletionTimestamp", Timestamps.seconds(clock.instant()));
                store.write(target.resource(), next);
            }
            return next;
        }
        store.remove(target.resource(), Metadata.key(live));
        return live;
    }
}
