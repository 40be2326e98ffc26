package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.Grant;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.connect.socket.Channel;
import io.pinisi.cluster.apiserver.connect.socket.Translations;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ObjectLookup;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** {@code pods/log}, {@code exec}, {@code attach} and {@code portforward}. */
public final class PodConnections {
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final Set<String> SUBRESOURCES = Set.of("log", "exec", "attach", "portforward");
    private static final Duration RIGHT_CHECKED = Duration.ofSeconds(2);
    private static final List<String> LOG_PARAMETERS =
            List.of(
                    "follow",
                    "previous",
                    "timestamps",
                    "sinceSeconds",
                    "sinceTime",
                    "tailLines",
                    "limitBytes");

    private final ObjectLookup objects;
    private final AgentAddresses agents;
    private final NodeConnector connector;

    public PodConnections(ObjectLookup objects, NodeConnector connector) {
        this.objects = objects;
        this.agents = new AgentAddresses(objects);
        this.connector = connector;
    }

    /** Whether the request is one of these. */
    public static boolean serves(ResourceRequest request) {
        return request.resource().groupResource().equals(PODS)
                && SUBRESOURCES.contains(request.subresource());
    }

    public ApiResponse handle(ApiRequest request, ResourceRequest info) {
        if (info.namespace() == null || info.name() == null) {
            throw new ApiException(
                    Reason.NOT_FOUND, "the server could not find the requested resource");
        }
        ObjectKey key = new ObjectKey(info.namespace(), info.name());
        ObjectNode pod =
                objects.find(PODS, key)
                        .orElseThrow(() -> ApiException.notFound(PODS, key.name()))
                        .tree();
        String path = "/" + encode(info.namespace()) + "/" + encode(info.name());
        return switch (info.subresource()) {
            case "log" -> log(request, key, pod, path);
            case "exec" -> interactive(request, key, pod, "/exec" + path);
            case "attach" -> interactive(request, key, pod, "/attach" + path);
            default -> portForward(request, key, pod, "/portForward" + path);
        };
    }

    private ApiResponse log(ApiRequest request, ObjectKey key, ObjectNode pod, String path) {
        checkLogOptions(key, request.query());
        String container =
                PodContainers.choose(
                        key.name(), pod.path("spec"), request.query().first("container"));
        String node = node(pod);
        if (node.isEmpty()) {
            return ApiResponse.text(200, "");
        }
        StringBuilder query = new StringBuilder();
        for (String name : LOG_PARAMETERS) {
            if (request.query().has(name)) {
                add(query, name, request.query().first(name));
            }
        }
        ApiResponse stream =
                connector.stream(
                        agents.of(node), "/containerLogs" + path + "/" + encode(container) + query);
        return request.query().flag("follow") ? whileGranted(stream) : stream;
    }

    private static ApiResponse whileGranted(ApiResponse response) {
        Grant grant = RequestContext.current().grant();
        ApiResponse.Body body =
                switch (response.body()) {
                    case ApiResponse.Body.Streamed(Transport.Body.Frames frames) ->
                            new ApiResponse.Body.Streamed(
                                    new GrantedFrames(frames, grant, RIGHT_CHECKED));
                    case ApiResponse.Body.Tunnelled(ByteTunnel tunnel) ->
                            new ApiResponse.Body.Tunnelled(
                                    new GrantedTunnel(tunnel, grant, RIGHT_CHECKED));
                    default -> response.body();
                };
        return new ApiResponse(response.status(), response.headers(), body);
    }

    private static void checkLogOptions(ObjectKey pod, Query query) {
        if (query.has("sinceSeconds") && query.has("sinceTime")) {
            throw invalid(
                    pod,
                    FieldError.forbidden(
                            "sinceSeconds",
                            "at most one of `sinceTime` or `sinceSeconds` may be specified"));
        }
        checkAtLeast(pod, query, "sinceSeconds", 1);
        checkAtLeast(pod, query, "tailLines", 0);
        checkAtLeast(pod, query, "limitBytes", 1);
    }

    private static void checkAtLeast(ObjectKey pod, Query query, String name, int least) {
        String value = query.first(name);
        if (value.isEmpty()) {
            return;
        }
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(name + " must be a whole number, not \"" + value + "\"");
        }
        if (number < least) {
            throw invalid(
                    pod,
                    FieldError.invalid(name, value, "must be greater than or equal to " + least));
        }
    }

    private static ApiException invalid(ObjectKey pod, FieldError error) {
        return ApiException.invalid("", "PodLogOptions", pod.name(), List.of(error));
    }

    private ApiResponse interactive(
            ApiRequest request, ObjectKey key, ObjectNode pod, String path) {
        Query asked = request.query();
        String container =
                PodContainers.choose(key.name(), pod.path("spec"), asked.first("container"));
        StringBuilder query = new StringBuilder();
        flag(query, "input", asked, "stdin");
        flag(query, "output", asked, "stdout");
        flag(query, "error", asked, "stderr");
        flag(query, "tty", asked, "tty");
        asked.all("command").forEach(part -> add(query, "command", part));
        String target = path + "/" + encode(container) + query;
        Function<ApiRequest, ApiResponse> node = node(request, key, pod, target);
        return whileGranted(
                Translations.hasChannels(request)
                        ? Translations.channels(request, channels(asked), node)
                        : node.apply(request));
    }

    private static Set<Channel> channels(Query asked) {
        Set<Channel> channels = EnumSet.noneOf(Channel.class);
        for (Channel standard : List.of(Channel.STDIN, Channel.STDOUT, Channel.STDERR)) {
            if (asked.flag(standard.type())) {
                channels.add(standard);
            }
        }
        return Channel.of(channels, asked.flag("tty") ? Channel.Terminal.YES : Channel.Terminal.NO);
    }

    private ApiResponse portForward(
            ApiRequest request, ObjectKey key, ObjectNode pod, String path) {
        String query = request.query().text();
        Function<ApiRequest, ApiResponse> node =
                node(request, key, pod, query.isEmpty() ? path : path + "?" + query);
        return whileGranted(
                Translations.hasTunnel(request)
                        ? Translations.tunnel(request, node)
                        : node.apply(request));
    }

    /** Sends an upgrade to the agent of the pod's node. */
    private Function<ApiRequest, ApiResponse> node(
            ApiRequest request, ObjectKey key, ObjectNode pod, String pathAndQuery) {
        if (request.header("upgrade").isEmpty()) {
            throw ApiException.badRequest("Upgrade request required");
        }
        String node = node(pod);
        if (node.isEmpty()) {
            throw ApiException.badRequest("pod " + key.name() + " does not have a host assigned");
        }
        return upgrade -> connector.upgrade(agents.of(node), upgrade, pathAndQuery);
    }

    private static String node(ObjectNode pod) {
        return Objects.requireNonNullElse(Json.text(pod, "spec", "nodeName"), "");
    }

    private static void flag(StringBuilder query, String name, Query asked, String parameter) {
        if (asked.flag(parameter)) {
            add(query, name, "1");
        }
    }

    private static void add(StringBuilder query, String name, String value) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value));
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
