/**
 * Field ownership and server-side apply: who set which field, what happens when two managers want
 * the same one, and what goes when a manager no longer mentions it. {@link
 * io.pinisi.cluster.machinery.apply.FieldManager} is the way in; {@link
 * io.pinisi.cluster.machinery.apply.FieldSet} is a set of paths.
 */
@NullMarked
package io.pinisi.cluster.machinery.apply;

import org.jspecify.annotations.NullMarked;
