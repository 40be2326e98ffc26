/**
 * Keeps as many pods of a template as a ReplicaSet or a ReplicationController asks for.
 *
 * <p>{@code ReplicaPlanner} decides how many to create or which to delete ({@code DeletionOrder}),
 * {@code ReplicaController} performs it, {@code ReplicaStatus} computes the status. Invariant:
 * nothing is created or deleted while the copy has not shown what was asked for before.
 */
@NullMarked
package io.pinisi.cluster.controllers.replicaset;

import org.jspecify.annotations.NullMarked;
