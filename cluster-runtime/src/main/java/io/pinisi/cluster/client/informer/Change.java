package io.pinisi.cluster.client.informer;

import tools.jackson.databind.node.ObjectNode;

/** What happened to an object. The trees are shared: copy before changing one. */
public sealed interface Change {
    /** The state after the change; of a deletion, the last one known. */
    ObjectNode object();

    record Added(ObjectNode object) implements Change {}

    record Updated(ObjectNode previous, ObjectNode object) implements Change {}

    record Deleted(ObjectNode object) implements Change {}
}
