/**
 * Keeps pods from talking to whom network policies do not allow. {@link
 * io.pinisi.cluster.network.policy.PolicyTable} is a pure function of NetworkPolicies, Pods and
 * Namespaces; {@link io.pinisi.cluster.network.policy.PolicyRules} renders it for one node; {@link
 * io.pinisi.cluster.network.policy.PolicyEnforcer} keeps it in every node's namespace.
 *
 * <p>Invariants: a pod that no policy selects for a direction is open in it; a policy only ever
 * adds what is allowed; a connection that is allowed may be answered; what comes from the node
 * itself, probes above all, is always let through, and so are questions to the node's DNS. A new
 * pod is closed as soon as its address is known, which is a moment after its first container runs.
 * IPv4 only, like the pod network. Source: the Kubernetes documentation of NetworkPolicy.
 */
@NullMarked
package io.pinisi.cluster.network.policy;

import org.jspecify.annotations.NullMarked;
