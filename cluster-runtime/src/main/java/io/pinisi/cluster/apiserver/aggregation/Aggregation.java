package io.pinisi.cluster.apiserver.aggregation;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.RegistryOverlay;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.connect.Backend;
import io.pinisi.cluster.apiserver.connect.HttpRelay;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.ResourceRegistry;
import io.pinisi.cluster.registry.core.service.ServiceEndpoints;
import io.pinisi.cluster.storage.ObjectLookup;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Passes requests on to the servers that are known, and lists what these serve. */
public final class Aggregation implements Supplier<ResourceRegistry> {
    private static final String GROUPS = "/apis/";
    private static final String OPEN_API = "/openapi/v3/apis/";

    /** What a server may answer at once to anything but a watch. */
    private static final int ANSWER_BYTES = 64 * 1024 * 1024;

    private final ServiceEndpoints endpoints;
    private final RegistryOverlay overlay;
    private volatile Known known = new Known(Map.of(), List.of());

    /**
     * What is known of one server.
     *
     * @param available whether it answered when last asked
     * @param kinds that it said it serves when it last answered
     */
    record Remote(
            RemoteServer server,
            SSLContext tls,
            boolean available,
            List<ResourceDefinition> kinds) {}

    /** All of them by group and version; replaced as a whole. */
    private record Known(Map<String, Remote> servers, List<ResourceDefinition> kinds) {}

    public Aggregation(Supplier<ResourceRegistry> base, ObjectLookup objects) {
        this.endpoints = new ServiceEndpoints(objects);
        this.overlay = new RegistryOverlay(base, () -> known.kinds, Map.of());
    }

    /** Our own kinds and, in front of them, those of other servers. */
    @Override
    public ResourceRegistry get() {
        return overlay.get();
    }

    synchronized void put(Remote remote) {
        Map<String, Remote> servers = new HashMap<>(known.servers);
        servers.put(remote.server().groupVersion(), remote);
        become(servers);
    }

    synchronized void remove(String groupVersion) {
        Map<String, Remote> servers = new HashMap<>(known.servers);
        if (servers.remove(groupVersion) != null) {
            become(servers);
        }
    }

    private void become(Map<String, Remote> servers) {
        List<ResourceDefinition> kinds = new ArrayList<>();
        new TreeMap<>(servers).values().forEach(remote -> kinds.addAll(remote.kinds()));
        List<ResourceDefinition> before = known.kinds;
        known = new Known(Map.copyOf(servers), kinds.equals(before) ? before : List.copyOf(kinds));
    }

    Optional<Remote> find(String groupVersion) {
        return Optional.ofNullable(known.servers.get(groupVersion));
    }

    /**
     * The answer of the server whose group and version the path names; empty where it names none.
     *
     * @throws ApiException ServiceUnavailable where that server is away
     */
    public Optional<ApiResponse> answer(ApiRequest request) {
        Known current = known;
        if (current.servers.isEmpty()) {
            return Optional.empty();
        }
        Remote remote = current.servers.get(groupVersion(request.path()));
        if (remote == null) {
            return Optional.empty();
        }
        if (!remote.available()) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "service unavailable");
        }
        String query = request.query().text();
        ApiResponse answer =
                HttpRelay.relay(
                        backend(remote),
                        request,
                        request.path() + (query.isEmpty() ? "" : "?" + query),
                        about(RequestContext.current().user(), request));
        return Optional.of(
                request.query().flag("watch") ? answer : HttpRelay.whole(answer, ANSWER_BYTES));
    }

    /** The two segments after the prefix, or nothing that anybody serves. */
    private static String groupVersion(String path) {
        int start =
                path.startsWith(GROUPS)
                        ? GROUPS.length()
                        : path.startsWith(OPEN_API) ? OPEN_API.length() : path.length();
        int slash = path.indexOf('/', start);
        if (slash < 0) {
            return "";
        }
        int end = path.indexOf('/', slash + 1);
        return path.substring(start, end < 0 ? path.length() : end);
    }

    /**
     * @throws ApiException ServiceUnavailable where the service has no pod
     */
    Backend backend(Remote remote) {
        RemoteServer server = remote.server();
        try {
            ServiceEndpoints.Address address =
                    endpoints.of(server.service(), Integer.toString(server.port()));
            return new Backend(address.host(), address.port(), remote.tls(), server.host());
        } catch (IOException e) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** Who asks, as the other server believes us. */
    static List<Header> about(UserInfo user, ApiRequest request) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("X-Remote-User", user.name()));
        user.groups().forEach(group -> headers.add(new Header("X-Remote-Group", group)));
        user.extra()
                .forEach(
                        (key, values) ->
                                values.forEach(
                                        value ->
                                                headers.add(
                                                        new Header(
                                                                "X-Remote-Extra-" + escaped(key),
                                                                value))));
        headers.add(new Header("X-Forwarded-For", request.source()));
        return headers;
    }

    private static String escaped(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
