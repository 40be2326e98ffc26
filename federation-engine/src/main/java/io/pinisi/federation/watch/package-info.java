/**
 * {@link io.pinisi.federation.watch.Mirror} keeps a collection of the hub or of a member in memory,
 * as small rows. (An informer of {@code cluster.client} keeps whole objects without their managed
 * fields; many clusters would not fit, and drift is read from those fields.)
 */
@NullMarked
package io.pinisi.federation.watch;

import org.jspecify.annotations.NullMarked;
