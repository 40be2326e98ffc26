package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The innermost handler: resources to the verbs, every other path to the first that knows it. */
public final class ApiRoutes implements Handler {
    private final BiFunction<ApiRequest, RequestInfo.ResourceRequest, ApiResponse> resources;
    private final List<Function<ApiRequest, Optional<ApiResponse>>> documents;
    private final List<Function<ApiRequest, Optional<ApiResponse>>> acts;

    /**
     * @param documents are only read
     * @param acts take every method, and are asked first
     */
    public ApiRoutes(
            BiFunction<ApiRequest, RequestInfo.ResourceRequest, ApiResponse> resources,
            List<Function<ApiRequest, Optional<ApiResponse>>> documents,
            List<Function<ApiRequest, Optional<ApiResponse>>> acts) {
        this.resources = resources;
        this.documents = List.copyOf(documents);
        this.acts = List.copyOf(acts);
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        return switch (RequestContext.current().info()) {
            case RequestInfo.ResourceRequest resource -> resources.apply(request, resource);
            case RequestInfo.NonResourceRequest _ -> other(request);
        };
    }

    private ApiResponse other(ApiRequest request) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return first(acts, request)
                .or(() -> reads ? first(documents, request) : Optional.empty())
                .orElseThrow(ApiRoutes::nothingThere);
    }

    private static Optional<ApiResponse> first(
            List<Function<ApiRequest, Optional<ApiResponse>>> routes, ApiRequest request) {
        for (Function<ApiRequest, Optional<ApiResponse>> route : routes) {
            Optional<ApiResponse> answer = route.apply(request);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private static ApiException nothingThere() {
        return new ApiException(
                Reason.NOT_FOUND, "the server could not find the requested resource");
    }
}
