/** Who sends a request: an authenticator turns credentials into a {@code UserInfo}. */
@NullMarked
package io.pinisi.cluster.authn;

import org.jspecify.annotations.NullMarked;
