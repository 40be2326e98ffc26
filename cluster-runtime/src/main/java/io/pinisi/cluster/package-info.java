/** A Kubernetes-compatible cluster: control plane, controllers, scheduler, nodes, network. */
@NullMarked
package io.pinisi.cluster;

import org.jspecify.annotations.NullMarked;
