package io.pinisi.cluster.apiserver.verb;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.negotiation.Accepted;
import io.pinisi.cluster.apiserver.negotiation.BodyDecoder;
import io.pinisi.cluster.apiserver.negotiation.Rendering;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.schema.TableColumn;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.registry.DeleteOptions;
import io.pinisi.cluster.registry.DeleteOptions.Propagation;
import io.pinisi.cluster.registry.ListQuery;
import io.pinisi.cluster.registry.PatchBody;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceEndpoint.Written;
import io.pinisi.cluster.registry.ResourceEndpoint.Written.Outcome;
import io.pinisi.cluster.registry.ResourceRegistry;
import io.pinisi.cluster.registry.WatchQuery;
import io.pinisi.cluster.storage.Visibility;
import io.pinisi.cluster.storage.WatchStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Serves every resource that has an endpoint, whatever its kind. */
public final class ResourceVerbs {
    private static final Duration WATCH_DEFAULT = Duration.ofMinutes(45);

    private final Supplier<ResourceRegistry> registry;
    private final InstantSource clock;

    public ResourceVerbs(Supplier<ResourceRegistry> registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    public ApiResponse handle(ApiRequest request, ResourceRequest info) {
        ResourceRegistry snapshot = registry.get();
        Target target = Target.find(info, snapshot);
        ResourceEndpoint endpoint =
                snapshot.endpoint(info.resource(), info.subresource())
                        .orElseThrow(Target::nothingThere);
        Rendering rendering = rendering(request, target);
        return switch (info.verb()) {
            case "get" ->
                    rendering.object(
                            200,
                            endpoint.get(target.key(), request.query().first("resourceVersion"))
                                    .json());
            case "list" -> rendering.list(endpoint.list(seen(request, target, endpoint)));
            case "watch" -> watch(request, target, endpoint, rendering);
            case "create" -> create(request, target, endpoint, rendering);
            case "update" -> update(request, target, endpoint, rendering);
            case "patch" -> patch(request, target, endpoint, rendering);
            case "delete" -> delete(request, target, endpoint, rendering);
            case "deletecollection" -> deleteCollection(request, target, endpoint, rendering);
            default ->
                    throw new ApiException(
                            Reason.METHOD_NOT_ALLOWED,
                            "the server does not allow this method on the requested resource");
        };
    }

    private static Rendering rendering(ApiRequest request, Target target) {
        BooleanSupplier protobuf =
                () -> Rendering.hasProtobuf(target.definition(), target.version());
        String accept = request.header("accept");
        Accepted accepted =
                target.request().verb().equals("watch")
                        ? Accepted.ofWatch(accept, protobuf)
                        : Accepted.of(accept, protobuf);
        String subresource = target.request().subresource();
        boolean whole = subresource.isEmpty();
        List<TableColumn> columns =
                whole
                        ? target.version().columns()
                        : target.definition().columnsIn(target.version(), subresource);
        return new Rendering(
                target.definition(),
                target.version(),
                columns,
                whole || !columns.isEmpty() ? accepted : accepted.plain(),
                request.query().first("includeObject"));
    }

    private ApiResponse watch(
            ApiRequest request, Target target, ResourceEndpoint endpoint, Rendering rendering) {
        boolean bookmarks = request.query().flag("allowWatchBookmarks");
        WatchQuery query =
                new WatchQuery(
                        seen(request, target, endpoint),
                        bookmarks,
                        request.query().flag("sendInitialEvents"));
        int seconds = request.query().number("timeoutSeconds", 0);
        Duration timeout = seconds == 0 ? WATCH_DEFAULT : Duration.ofSeconds(seconds);
        WatchStream stream = endpoint.watch(query);
        return new ApiResponse(
                200,
                List.of(new ApiResponse.Header("Content-Type", rendering.watchType())),
                new ApiResponse.Body.Streamed(
                        new WatchFrames(
                                stream,
                                rendering,
                                bookmarks,
                                clock,
                                timeout,
                                RequestContext.current().grant()::holds)));
    }

    /** The part of the collection that exists for the caller. */
    private static ListQuery seen(ApiRequest request, Target target, ResourceEndpoint endpoint) {
        Visibility visibility = RequestContext.current().grant().visibility();
        if (visibility != null && !endpoint.heedsVisibility()) {
            throw ApiException.forbidden(
                    target.request().resource().groupResource(),
                    "",
                    "only the whole of it can be read");
        }
        return Parameters.list(request, target).seenBy(visibility);
    }

    private ApiResponse create(
            ApiRequest request, Target target, ResourceEndpoint endpoint, Rendering rendering) {
        Call call = Parameters.call(request, "CreateOptions");
        String name = target.request().name();
        if (name != null && target.request().subresource().isEmpty()) {
            throw new ApiException(
                    Reason.METHOD_NOT_ALLOWED,
                    "the server does not allow this method on the requested resource");
        }
        ObjectNode body = toStorage(target, BodyDecoder.object(request));
        Written written =
                write(call, () -> endpoint.create(call, target.namespaceForCreate(), name, body));
        return rendering.object(201, written.json());
    }

    private ApiResponse update(
            ApiRequest request, Target target, ResourceEndpoint endpoint, Rendering rendering) {
        Call call = Parameters.call(request, "UpdateOptions");
        ObjectNode body = toStorage(target, BodyDecoder.object(request));
        return written(rendering, write(call, () -> endpoint.update(call, target.key(), body)));
    }

    private ApiResponse patch(
            ApiRequest request, Target target, ResourceEndpoint endpoint, Rendering rendering) {
        Call call = Parameters.call(request, "PatchOptions");
        PatchBody body = PatchDecoder.decode(request, target);
        return written(rendering, write(call, () -> endpoint.patch(call, target.key(), body)));
    }

    /**
     * Rules that have counted on the write are told where it is refused after them. A collection
     * counts as one write: what is left of it would be another one.
     */
    private static <T> T write(Call call, Supplier<T> write) {
        try {
            return write.get();
        } catch (ApiException e) {
            if (e.reason().code() < Reason.INTERNAL_ERROR.code()) {
                call.act().refused();
            }
            throw e;
        }
    }

    private static ApiResponse written(Rendering rendering, Written written) {
        return rendering.object(written.outcome() == Outcome.CREATED ? 201 : 200, written.json());
    }

    private ApiResponse delete(
            ApiRequest request, Target target, ResourceEndpoint endpoint, Rendering rendering) {
        ObjectNode body = BodyDecoder.optional(request);
        DeleteOptions options = Parameters.deleteOptions(request, body);
        Call call = deleteCall(request, body);
        Written written = write(call, () -> endpoint.delete(call, target.key(), options));
        boolean later =
                written.outcome() != Outcome.DELETED
                        && (options.propagation() == Propagation.FOREGROUND
                                || options.propagation() == Propagation.ORPHAN);
        return rendering.object(later ? 202 : 200, written.json());
    }

    private ApiResponse deleteCollection(
            ApiRequest request, Target target, ResourceEndpoint endpoint, Rendering rendering) {
        ObjectNode body = BodyDecoder.optional(request);
        DeleteOptions options = Parameters.deleteOptions(request, body);
        Call call = deleteCall(request, body);
        ListQuery query = Parameters.list(request, target);
        return rendering.list(write(call, () -> endpoint.deleteCollection(call, query, options)));
    }

    private static Call deleteCall(ApiRequest request, @Nullable ObjectNode body) {
        Call call = Parameters.call(request, "DeleteOptions");
        return Parameters.dryRunInBody(body) ? Parameters.asDryRun(call) : call;
    }

    /**
     * Endpoints speak the storage version. What does not claim the version of the path is left for
     * the endpoint to refuse.
     */
    static ObjectNode toStorage(Target target, ObjectNode body) {
        String sent = target.definition().kindIn(target.version()).apiVersion();
        if (!target.version().storage()
                && target.definition().kind().equals(body.path("kind").asString(""))
                && sent.equals(body.path("apiVersion").asString(""))) {
            target.definition().toStorage(target.version(), body);
        }
        return body;
    }
}
