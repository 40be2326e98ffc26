/**
 * Turns a container's definition into what the runtime is told: environment, command, rights,
 * mounts.
 *
 * <p>{@link io.pinisi.cluster.node.container.Environment} resolves variables, {@link
 * io.pinisi.cluster.node.container.ContainerSpecs} composes the rest. What cannot be resolved is a
 * {@link io.pinisi.cluster.node.container.ContainerRefusal} with the kubelet's reason and wording.
 */
@NullMarked
package io.pinisi.cluster.node.container;

import org.jspecify.annotations.NullMarked;
