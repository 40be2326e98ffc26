package io.pinisi.cluster.client.informer;

import java.util.Collection;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * A way to find objects quickly.
 *
 * @param values the values under which one object is found
 */
public record Index(String name, Function<ObjectNode, Collection<String>> values) {}
