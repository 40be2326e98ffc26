/**
 * The API server, free of any HTTP engine: what a request and an answer are, and the chain of
 * filters that every request passes, whether it came over TLS or from a client in the same process.
 *
 * <p>Key types: {@link ApiRequest}, {@link ApiResponse}, {@link Filter}, {@link FilterChain},
 * {@link RequestInfo}, {@link RequestContext}. Sub-packages hold the parts of the chain: {@code
 * filter}, {@code verb}, {@code negotiation}, {@code discovery}, {@code openapi}, {@code connect},
 * and {@code http}, the only one that knows Jetty.
 *
 * <p>Invariants: an in-process request differs from one over the wire only in how its caller was
 * authenticated; stored bytes are sent as they are wherever the answer is the stored form.
 */
@NullMarked
package io.pinisi.cluster.apiserver;

import org.jspecify.annotations.NullMarked;
