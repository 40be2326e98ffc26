/**
 * Keeps one pod of a DaemonSet on every node that it is meant for.
 *
 * <p>{@code NodeFit} says whether a node wants the pod, {@code DaemonPods} makes pods that only
 * their node can take, {@code DaemonPlanner} decides what to make and end, {@code RollingPlanner}
 * which old pods give way to new ones, {@code DaemonStatus} counts; all pure. {@code
 * DaemonSetController} performs.
 */
@NullMarked
package io.pinisi.cluster.controllers.daemonset;

import org.jspecify.annotations.NullMarked;
