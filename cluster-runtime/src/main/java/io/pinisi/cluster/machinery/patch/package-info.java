/**
 * The three patches that carry changes: JSON patch, merge patch and strategic merge patch. {@link
 * io.pinisi.cluster.machinery.patch.Patches} is the way in; every function leaves its arguments as
 * they are and returns a new tree.
 */
@NullMarked
package io.pinisi.cluster.machinery.patch;

import org.jspecify.annotations.NullMarked;
