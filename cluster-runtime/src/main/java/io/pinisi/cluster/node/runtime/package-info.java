/**
 * What runs a node's containers. {@link io.pinisi.cluster.node.runtime.ContainerRuntime} is the
 * role; {@link io.pinisi.cluster.node.runtime.CriRuntime} drives containerd (or anything that
 * speaks CRI v1), {@link io.pinisi.cluster.node.runtime.SimulatedRuntime} only says that it runs
 * them.
 *
 * <p>Invariants: a runtime keeps no desired state and takes no decision; what it reports is what it
 * sees now. Pods and containers are found again by the labels and attempt numbers they were created
 * with, so an agent that starts anew adopts what already runs. Every failure is a {@link
 * io.pinisi.cluster.node.runtime.RuntimeFailure}.
 */
@NullMarked
package io.pinisi.cluster.node.runtime;

import org.jspecify.annotations.NullMarked;
