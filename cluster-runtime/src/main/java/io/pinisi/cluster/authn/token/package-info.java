/**
 * Service-account tokens: signed statements (JWT, ES256) of who a workload is, for whom the token
 * is meant and what it is bound to.
 *
 * <p>Key types: {@link TokenIssuer}, {@link TokenVerifier}, {@link Claims}. A token is good as long
 * as its signature, its time and the objects it is bound to are.
 */
@NullMarked
package io.pinisi.cluster.authn.token;

import org.jspecify.annotations.NullMarked;
