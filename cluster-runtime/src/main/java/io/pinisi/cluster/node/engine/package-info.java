/**
 * Places nodes on this machine. {@link io.pinisi.cluster.node.engine.NodeEngine} gives each node a
 * network namespace and a containerd of its own; {@link
 * io.pinisi.cluster.node.engine.RuntimeDetection} says whether the machine can; {@link
 * io.pinisi.cluster.node.engine.NodeCleanup} removes what a killed agent left.
 *
 * <p>Invariants: every host-wide name carries an id made from the home folder, so that several
 * installations share a machine; nothing that lacks the id is ever touched. Set-up is idempotent:
 * what runs is adopted, what is missing is made.
 */
@NullMarked
package io.pinisi.cluster.node.engine;

import org.jspecify.annotations.NullMarked;
