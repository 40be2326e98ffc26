/** Custom resource definitions: their rules, their names, and the kinds compiled from them. */
@NullMarked
package io.pinisi.cluster.registry.crd;

import org.jspecify.annotations.NullMarked;
