/** Pods: defaults, rules, columns, and the ways to write one besides the plain one. */
@NullMarked
package io.pinisi.cluster.registry.core.pod;

import org.jspecify.annotations.NullMarked;
