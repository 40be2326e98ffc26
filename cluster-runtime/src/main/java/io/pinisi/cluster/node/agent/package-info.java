/**
 * The node agent: makes a node's containers what the API says of them, and tells the API what they
 * are.
 *
 * <p>{@link io.pinisi.cluster.node.agent.NodeAgent} follows the pods that are bound to the node;
 * each has one worker with a mailbox and a virtual thread, which alone knows and changes what the
 * agent knows of the pod. What takes time (pulling, starting, stopping) runs beside it and reports
 * to the mailbox, so a worker never blocks on its pod.
 */
@NullMarked
package io.pinisi.cluster.node.agent;

import org.jspecify.annotations.NullMarked;
