/** Runtime classes: which handler runs a pod's containers, and what that costs */
@NullMarked
package io.pinisi.cluster.registry.runtimeclass;

import org.jspecify.annotations.NullMarked;
