/**
 * The past templates of stateful sets and daemon sets, kept as ControllerRevisions: what a rollout
 * comes from, what it goes to, and what {@code kubectl rollout undo} goes back to.
 */
@NullMarked
package io.pinisi.cluster.controllers.history;

import org.jspecify.annotations.NullMarked;
