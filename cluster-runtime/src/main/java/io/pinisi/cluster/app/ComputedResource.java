package io.pinisi.cluster.app;

import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.ResourceEndpoint;

/** A resource of which nothing is stored: its endpoint makes up what it answers. */
public record ComputedResource(ResourceDefinition definition, ResourceEndpoint endpoint) {}
