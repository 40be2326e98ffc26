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
    private final List<Function<ApiRequest, Optional<ApiResponse>>> others;

    public ApiRoutes(
            BiFunction<ApiRequest, RequestInfo.ResourceRequest, ApiResponse> resources,
            List<Function<ApiRequest, Optional<ApiResponse>>> others) {
        this.resources = resources;
        this.others = List.copyOf(others);
    }

    @Override
    public ApiResponse handle(ApiRequest request) {
        return switch (RequestContext.current().info()) {
            case RequestInfo.ResourceRequest resource -> resources.apply(request, resource);
            case RequestInfo.NonResourceRequest _ -> other(request);
        };
    }

    private ApiResponse other(ApiRequest request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw nothingThere();
        }
        for (Function<ApiRequest, Optional<ApiResponse>> route : others) {
            Optional<ApiResponse> answer = route.apply(request);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw nothingThere();
    }

    private static ApiException nothingThere() {
        return new ApiException(
                Reason.NOT_FOUND, "the server could not find the requested resource");
    }
}
