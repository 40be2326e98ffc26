/** Config maps: keys, sizes, and those that may never change. */
@NullMarked
package io.pinisi.cluster.registry.core.configmap;

import org.jspecify.annotations.NullMarked;
