/** Deployments, replica sets, stateful sets, daemon sets and the revisions of others. */
@NullMarked
package io.pinisi.cluster.registry.apps;

import org.jspecify.annotations.NullMarked;
