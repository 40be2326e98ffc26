package io.pinisi.cluster.client;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one client of our own API servers. Every caller, controllers and portal included, passes the
 * server's whole pipeline: authorization, admission, validation and audit are never gone around.
 *
 * <p>Blocking; meant for virtual threads. Every failure is an {@link ApiException}.
 */
public final class ApiClient {
    private static final String JSON = "application/json";
    private final Transport transport;

    public ApiClient(Transport transport) {
        this.transport = transport;
    }

    public ObjectNode get(ResourcePath path) {
        return object("GET", path.path(), null, "", WriteOptions.PLAIN);
    }

    /** Empty where the object does not exist; other failures are thrown. */
    public Optional<ObjectNode> find(ResourcePath path) {
        try {
            return Optional.of(get(path));
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** One page, or all where {@code options.limit()} is 0. */
    public ObjectPage list(ResourcePath collection, ListOptions options) {
        ObjectNode list =
                object("GET", collection.path() + query(options), null, "", WriteOptions.PLAIN);
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            if (item instanceof ObjectNode object) {
                items.add(object);
            }
        }
        return new ObjectPage(
                items,
                list.path("metadata").path("resourceVersion").asString(""),
                list.path("metadata").path("continue").asString(""));
    }

    /** Begins after {@code options.resourceVersion()}, bookmarks included. */
    public Watch watch(ResourcePath collection, ListOptions options) {
        String query = query(options);
        String path =
                collection.path()
                        + (query.isEmpty() ? "?" : query + "&")
                        + "watch=true&allowWatchBookmarks=true";
        Transport.Response response = send("GET", path, null, "", "");
        if (response.body() instanceof Transport.Body.Frames frames) {
            return new Watch(frames);
        }
        throw new ApiException(Reason.INTERNAL_ERROR, "the server did not stream the watch");
    }

    /** Creates in a collection, or posts to a subresource such as {@code binding}. */
    public ObjectNode create(ResourcePath path, ObjectNode body, WriteOptions options) {
        return object("POST", path.path() + query(options), Json.bytes(body), JSON, options);
    }

    public ObjectNode update(ResourcePath path, ObjectNode body, WriteOptions options) {
        return object("PUT", path.path() + query(options), Json.bytes(body), JSON, options);
    }

    public ObjectNode patch(
            ResourcePath path, PatchType type, JsonNode patch, WriteOptions options) {
        return object(
                "PATCH",
                path.path() + query(options),
                Json.bytes(patch),
                type.mediaType(),
                options);
    }

    /** Server-side apply: {@code object} names the wanted fields and nothing else. */
    public ObjectNode apply(ResourcePath path, ObjectNode object, WriteOptions options) {
        return patch(path, PatchType.APPLY, object, options);
    }

    /**
     * @param deleteOptions a {@code metav1.DeleteOptions}, or null for the defaults
     * @return the object's last state, or a {@code Status}
     */
    public ObjectNode delete(ResourcePath path, @Nullable ObjectNode deleteOptions) {
        return delete(path, deleteOptions, WriteOptions.PLAIN);
    }

    /**
     * @param options of which a deletion knows only the request that it follows from
     */
    public ObjectNode delete(
            ResourcePath path, @Nullable ObjectNode deleteOptions, WriteOptions options) {
        byte[] body = deleteOptions == null ? null : Json.bytes(deleteOptions);
        return object("DELETE", path.path(), body, body == null ? "" : JSON, options);
    }

    /**
     * Any other request, for example a log. The caller closes the response.
     *
     * @param path path and query
     */
    public Transport.Response raw(String method, String path) {
        return send(method, path, null, "", "");
    }

    /** Tells something to a path that is no resource. */
    public ObjectNode post(String path, ObjectNode body) {
        return object("POST", path, Json.bytes(body), JSON, WriteOptions.PLAIN);
    }

    private ObjectNode object(
            String method,
            String path,
            byte @Nullable [] body,
            String contentType,
            WriteOptions options) {
        try (Transport.Response response =
                send(method, path, body, contentType, options.requestId())) {
            return Json.parse(whole(response));
        }
    }

    private Transport.Response send(
            String method,
            String path,
            byte @Nullable [] body,
            String contentType,
            String requestId) {
        Map<String, String> headers = new HashMap<>();
        if (!requestId.isEmpty()) {
            headers.put("audit-id", requestId);
        }
        headers.put("accept", JSON);
        if (!contentType.isEmpty()) {
            headers.put("content-type", contentType);
        }
        Transport.Response response =
                transport.send(
                        new Transport.Request(
                                method, path, headers, body == null ? new byte[0] : body));
        if (response.status() >= 400) {
            try (response) {
                throw StatusReader.exception(Json.parse(whole(response)));
            }
        }
        return response;
    }

    private static byte[] whole(Transport.Response response) {
        if (response.body() instanceof Transport.Body.Whole whole) {
            return whole.bytes();
        }
        throw new ApiException(Reason.INTERNAL_ERROR, "a stream where one object was expected");
    }

    private static String query(ListOptions options) {
        StringBuilder query = new StringBuilder();
        add(query, "labelSelector", options.labelSelector());
        add(query, "fieldSelector", options.fieldSelector());
        add(query, "limit", options.limit() == 0 ? "" : Integer.toString(options.limit()));
        add(query, "continue", options.continueToken());
        add(query, "resourceVersion", options.resourceVersion());
        int timeout = options.timeoutSeconds();
        add(query, "timeoutSeconds", timeout == 0 ? "" : Integer.toString(timeout));
        return query.toString();
    }

    private static String query(WriteOptions options) {
        StringBuilder query = new StringBuilder();
        add(query, "fieldManager", options.fieldManager());
        add(query, "force", options.force() ? "true" : "");
        add(query, "dryRun", options.dryRun() ? "All" : "");
        add(query, "fieldValidation", options.fieldValidation());
        return query.toString();
    }

    private static void add(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
