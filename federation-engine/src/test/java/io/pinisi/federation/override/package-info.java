/** Tests of what differs from cluster to cluster. */
@NullMarked
package io.pinisi.federation.override;

import org.jspecify.annotations.NullMarked;
