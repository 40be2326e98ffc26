/** Whether a request may be done: the first authorizer with an opinion decides. */
@NullMarked
package io.pinisi.cluster.authz;

import org.jspecify.annotations.NullMarked;
