/**
 * Resources that store nothing and answer a question: who am I, may I, whose token is this; and the
 * request for a service account's token.
 *
 * <p>Key type: {@link Reviews}, which lays them over the registry, so that discovery, OpenAPI and
 * the verbs serve them as any other resource.
 */
@NullMarked
package io.pinisi.cluster.apiserver.review;

import org.jspecify.annotations.NullMarked;
