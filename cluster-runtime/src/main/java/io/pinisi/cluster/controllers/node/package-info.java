/**
 * Watches over nodes: a node that renews neither its lease nor its status is called unknown, one
 * that is not ready is tainted, and pods that do not tolerate that are removed in their time.
 *
 * <p>{@code NodeHealth}, {@code NodeTaints} and {@code Eviction} decide, all pure; {@code
 * NodeLifecycleController} performs. Ages are measured by when this process saw a sign of life, so
 * neither a node's wrong clock nor our own absence makes a node look dead.
 */
@NullMarked
package io.pinisi.cluster.controllers.node;

import org.jspecify.annotations.NullMarked;
