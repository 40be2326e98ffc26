package io.pinisi.federation.propagation;

import tools.jackson.databind.node.ObjectNode;

/**
 * What one member is to have of one template.
 *
 * @param object complete, marks included; exactly this is applied
 * @param hash of it, as its own annotation says
 */
public record Rendered(ObjectNode object, String hash) {}
