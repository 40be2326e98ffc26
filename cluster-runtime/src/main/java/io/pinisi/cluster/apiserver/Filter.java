package io.pinisi.cluster.apiserver;

/** One concern around every request; calls {@code next} or answers itself. */
@FunctionalInterface
public interface Filter {
    ApiResponse handle(ApiRequest request, Handler next);
}
