package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Enough of an API server for an agent: objects by path, watches, merge patches. */
public final class FakeApi implements Transport {
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Frames> watches = new CopyOnWriteArrayList<>();
    private final List<ObjectNode> events = new CopyOnWriteArrayList<>();
    private final List<Told> history = new ArrayList<>();
    private long revision = 1;

    private record Told(long revision, String path, String type, ObjectNode object) {}

    public ApiClient client() {
        return new ApiClient(this);
    }

    public synchronized ObjectNode put(String path, ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", UUID.randomUUID().toString());
            metadata.put("creationTimestamp", Instant.now().toString());
        }
        metadata.put("resourceVersion", Long.toString(++revision));
        boolean known = objects.put(path, object) != null;
        tell(path, known ? "MODIFIED" : "ADDED", object);
        return object;
    }

    public synchronized Optional<ObjectNode> get(String path) {
        return Optional.ofNullable(objects.get(path)).map(ObjectNode::deepCopy);
    }

    /** As a person would: the agent is to end it. */
    public synchronized void askToDelete(String path, int grace) {
        ObjectNode object = get(path).orElseThrow();
        object.withObject("/metadata")
                .put("deletionTimestamp", Instant.now().toString())
                .put("deletionGracePeriodSeconds", grace);
        put(path, object);
    }

    public synchronized void remove(String path) {
        ObjectNode object = objects.remove(path);
        if (object != null) {
            ObjectNode last = object.deepCopy();
            last.withObject("/metadata").put("resourceVersion", Long.toString(++revision));
            tell(path, "DELETED", last);
        }
    }

    /** Every state that the object of this path has had, the oldest first. */
    public synchronized List<ObjectNode> past(String path) {
        return history.stream().filter(t -> t.path().equals(path)).map(Told::object).toList();
    }

    public List<ObjectNode> events() {
        return events;
    }

    private void tell(String path, String type, ObjectNode object) {
        Told told = new Told(revision, path, type, object.deepCopy());
        history.add(told);
        watches.forEach(watch -> watch.offer(told));
    }

    @Override
    public synchronized Response send(Request request) {
        String[] target = request.path().split("\\?", 2);
        String path = target[0];
        String query =
                target.length == 2 ? URLDecoder.decode(target[1], StandardCharsets.UTF_8) : "";
        return switch (request.method()) {
            case "GET" -> read(path, query);
            case "POST" -> create(path, Json.parse(request.body()));
            case "PATCH" -> patch(path, Json.parse(request.body()));
            case "DELETE" -> {
                remove(path);
                yield whole(200, Json.object());
            }
            default -> whole(405, status(405, "MethodNotAllowed"));
        };
    }

    private Response read(String path, String query) {
        if (query.contains("watch=true")) {
            Frames frames = new Frames(path, query);
            long since = Long.parseLong(parameter(query, "resourceVersion"));
            history.stream().filter(told -> told.revision() > since).forEach(frames::offer);
            watches.add(frames);
            return new Response(200, Map.of(), frames);
        }
        ObjectNode object = objects.get(path);
        if (object != null) {
            return whole(200, object);
        }
        boolean collection = path.matches(".*/(pods|services|nodes|endpointslices|leases)");
        if (!collection) {
            return whole(404, status(404, "NotFound"));
        }
        ObjectNode list = Json.object();
        list.putObject("metadata").put("resourceVersion", Long.toString(revision));
        var items = list.putArray("items");
        Frames filter = new Frames(path, query);
        objects.forEach(
                (key, value) -> {
                    if (filter.matches(key, value)) {
                        items.add(value.deepCopy());
                    }
                });
        return whole(200, list);
    }

    private static String parameter(String query, String name) {
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private Response create(String path, ObjectNode object) {
        if (path.endsWith("/events")) {
            events.add(object);
        }
        if (path.endsWith("/token")) {
            object.putObject("status").put("token", "token-" + path.hashCode());
            return whole(201, object);
        }
        return whole(201, put(path + "/" + Metadata.of(object).name(), object));
    }

    private Response patch(String path, ObjectNode patch) {
        String key = path.replaceAll("/status$", "");
        ObjectNode object = objects.get(key);
        if (object == null) {
            return whole(404, status(404, "NotFound"));
        }
        ObjectNode next = object.deepCopy();
        merge(next, patch);
        return whole(200, put(key, next));
    }

    private static void merge(ObjectNode into, ObjectNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode inner
                    && into.get(field.getKey()) instanceof ObjectNode existing) {
                merge(existing, inner);
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    private static ObjectNode status(int code, String reason) {
        return Json.object().put("kind", "Status").put("code", code).put("reason", reason);
    }

    private static Response whole(int status, JsonNode body) {
        return new Response(status, Map.of(), new Body.Whole(Json.bytes(body)));
    }

    private static final class Frames implements Body.Frames {
        private static final byte[] END = new byte[0];
        private final String prefix;
        private final String resource;
        private final String node;
        private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();

        Frames(String path, String query) {
            this.resource = path.substring(path.lastIndexOf('/') + 1);
            this.prefix = path.substring(0, path.lastIndexOf('/'));
            int at = query.indexOf("spec.nodeName=");
            this.node = at < 0 ? "" : query.substring(at).split("[=&]")[1];
        }

        boolean matches(String path, ObjectNode object) {
            return path.startsWith(prefix)
                    && new ArrayList<>(List.of(path.split("/"))).reversed().get(1).equals(resource)
                    && (node.isEmpty()
                            || node.equals(object.path("spec").path("nodeName").asString("")));
        }

        void offer(Told told) {
            if (matches(told.path(), told.object())) {
                ObjectNode event = Json.object();
                event.put("type", told.type());
                event.set("object", told.object());
                queue.add(Json.bytes(event));
            }
        }

        @Override
        public byte @Nullable [] next() throws InterruptedException {
            byte[] frame = queue.take();
            return frame == END ? null : frame;
        }

        @Override
        public void close() {
            queue.add(END);
        }
    }
}
