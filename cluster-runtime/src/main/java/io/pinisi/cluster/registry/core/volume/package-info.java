/** Persistent volumes and the claims on them: rules, columns, what of them stays as it was made */
@NullMarked
package io.pinisi.cluster.registry.core.volume;

import org.jspecify.annotations.NullMarked;
