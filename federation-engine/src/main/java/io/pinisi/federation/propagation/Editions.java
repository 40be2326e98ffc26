package io.pinisi.federation.propagation;

import tools.jackson.databind.node.ObjectNode;

/** Which state of an object each cluster is to have, while a change makes its way through them. */
@FunctionalInterface
public interface Editions {
    /**
     * @param object as it is on the hub
     */
    Edition due(String cluster, ObjectNode object);

    /** What a cluster is to have. */
    sealed interface Edition {
        /** The object as it is on the hub. */
        record Current() implements Edition {}

        /** The object as it was. */
        record Former(ObjectNode object) implements Edition {}

        /** Whatever is there, untouched. */
        record Kept(String why) implements Edition {}
    }
}
