package io.pinisi.cluster.registry;

import tools.jackson.databind.node.ObjectNode;

/**
 * A kind of our own beside the built-in ones: described as a CustomResourceDefinition is, compiled
 * by the same code, but always present and with rules of its own.
 *
 * @param definition an {@code apiextensions.k8s.io/v1 CustomResourceDefinition}
 * @param strategy {@link ResourceStrategy#GENERIC} where the schema says all
 */
public record ExtraKind(ObjectNode definition, ResourceStrategy strategy) {}
