/**
 * The rules of the standard scheduler, one class each; {@code Rules} says which, in which order.
 */
@NullMarked
package io.pinisi.cluster.scheduler.plugins;

import org.jspecify.annotations.NullMarked;
