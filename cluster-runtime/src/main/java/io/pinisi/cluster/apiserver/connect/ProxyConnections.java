package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.ApiResponse.Header;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.registry.core.service.ServiceEndpoints;
import io.pinisi.cluster.storage.ObjectLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code proxy} of pods, services and nodes: HTTP to what they serve. A name may say how: {@code
 * https:web:metrics} is the port {@code metrics} of {@code web}, over TLS, whose certificate is not
 * judged.
 */
public final class ProxyConnections {
    private static final String SUBRESOURCE = "proxy";
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final int HTTP = 80;

    private final ObjectLookup objects;
    private final ServiceEndpoints services;
    private final AgentAddresses agents;
    private final NodeConnector connector;
    private final SSLContext anyone = Credential.tlsTrustingAnyone();
    private final Predicate<InetAddress> allowed;

    /** A name as it stands in the path. */
    record Named(boolean secure, String name, String port) {
        static Named of(String text) {
            String[] parts = text.split(":", -1);
            Named named =
                    switch (parts.length) {
                        case 1 -> new Named(false, parts[0], "");
                        case 2 -> new Named(false, parts[0], parts[1]);
                        case 3 -> new Named(parts[0].equals("https"), parts[1], parts[2]);
                        default -> throw invalid(text);
                    };
            boolean scheme = parts.length < 3 || parts[0].matches("https?|");
            if (!scheme || named.name.isEmpty()) {
                throw invalid(text);
            }
            return named;
        }

        private static ApiException invalid(String text) {
            return ApiException.badRequest("invalid proxy request \"" + text + "\"");
        }
    }

    /**
     * @param allowed which addresses of pods may be reached; a pod could otherwise claim one of
     *     this machine's own
     */
    public ProxyConnections(
            ObjectLookup objects, NodeConnector connector, Predicate<InetAddress> allowed) {
        this.objects = objects;
        this.services = new ServiceEndpoints(objects);
        this.agents = new AgentAddresses(objects);
        this.connector = connector;
        this.allowed = allowed;
    }

    /** Whether pods and services may stand there. */
    public static boolean isOutside(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress()
                && !address.isAnyLocalAddress();
    }

    /** Whether the request is one of these. */
    public static boolean serves(ResourceRequest request) {
        return request.subresource().equals(SUBRESOURCE)
                && request.resource().group().isEmpty()
                && switch (request.resource().resource()) {
                    case "pods", "services" -> request.namespace() != null;
                    case "nodes" -> true;
                    default -> false;
                };
    }

    public ApiResponse handle(ApiRequest request, ResourceRequest info) {
        String path = after(request.path(), info.namespace() == null ? 5 : 7);
        if (path.isEmpty() && isRead(request)) {
            String query = request.query().text();
            String location = request.path() + "/" + (query.isEmpty() ? "" : "?" + query);
            return ApiResponse.text(301, "").with("Location", location);
        }
        String query = request.query().text();
        String wanted = (path.isEmpty() ? "/" : path) + (query.isEmpty() ? "" : "?" + query);
        List<Header> added =
                List.of(
                        new Header("X-Forwarded-For", request.source()),
                        new Header("X-Forwarded-Host", request.header("host")),
                        new Header("X-Forwarded-Proto", "https"),
                        new Header("X-Forwarded-Uri", request.path()));
        return HttpRelay.relay(backend(info), request, wanted, added);
    }

    private static boolean isRead(ApiRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /** As it was sent, escapes and all: what follows so many segments, the last the subresource. */
    private static String after(String path, int segments) {
        int at = 0;
        for (int left = segments; left > 0 && at < path.length(); left--) {
            while (at < path.length() && path.charAt(at) == '/') {
                at++;
            }
            while (at < path.length() && path.charAt(at) != '/') {
                at++;
            }
        }
        return path.substring(at);
    }

    private Backend backend(ResourceRequest info) {
        String name = Objects.requireNonNullElse(info.name(), "");
        return switch (info.resource().resource()) {
            case "nodes" -> {
                AgentAddresses.AgentAddress agent = agents.of(Named.of(name).name());
                yield new Backend(agent.host(), agent.port(), connector.tls(), agent.host());
            }
            case "services" -> service(info, Named.of(name));
            default -> pod(info, Named.of(name));
        };
    }

    private Backend service(ResourceRequest info, Named named) {
        ObjectKey key = ObjectKey.of(Objects.requireNonNull(info.namespace()), named.name());
        GroupResource resource = info.resource().groupResource();
        if (objects.find(resource, key).isEmpty()) {
            throw ApiException.notFound(resource, named.name());
        }
        try {
            ServiceEndpoints.Address address = services.of(key, named.port());
            return backend(named, address.host(), address.port());
        } catch (IOException e) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    private Backend pod(ResourceRequest info, Named named) {
        ObjectNode pod =
                objects.find(
                                PODS,
                                ObjectKey.of(
                                        Objects.requireNonNull(info.namespace()), named.name()))
                        .orElseThrow(() -> ApiException.notFound(PODS, named.name()))
                        .tree();
        String address = pod.path("status").path("podIP").asString("");
        if (address.isEmpty()) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "address not allowed");
        }
        return backend(named, address, port(pod, named.port()));
    }

    /** The one that is asked for, or the first that a container declares. */
    private static int port(ObjectNode pod, String asked) {
        Optional<JsonNode> declared = Optional.empty();
        for (JsonNode container : pod.path("spec").path("containers")) {
            for (JsonNode port : container.path("ports")) {
                if (asked.isEmpty() || port.path("name").asString("").equals(asked)) {
                    declared = declared.isPresent() ? declared : Optional.of(port);
                }
            }
        }
        if (declared.isPresent()) {
            return declared.get().path("containerPort").asInt(HTTP);
        }
        try {
            return asked.isEmpty() ? HTTP : Integer.parseInt(asked);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("the pod has no port \"" + asked + "\"");
        }
    }

    private Backend backend(Named named, String address, int port) {
        try {
            if (!allowed.test(InetAddress.ofLiteral(address))) {
                throw ApiException.badRequest("address not allowed");
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("address not allowed");
        }
        return new Backend(address, port, named.secure() ? anyone : null, address);
    }
}
