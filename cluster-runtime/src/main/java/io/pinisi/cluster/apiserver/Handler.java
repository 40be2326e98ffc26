package io.pinisi.cluster.apiserver;

/** Answers a request. Failures are {@code ApiException}s. */
@FunctionalInterface
public interface Handler {
    ApiResponse handle(ApiRequest request);
}
