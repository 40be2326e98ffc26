/**
 * Personal API tokens at the doors of API servers.
 *
 * <p>Key type: {@link io.pinisi.portal.token.TokenBearers}. Invariant: what a token may is decided
 * where requests are judged; here only its person is recognised.
 */
@NullMarked
package io.pinisi.portal.token;

import org.jspecify.annotations.NullMarked;
