package io.pinisi.cluster.machinery.schema;

import tools.jackson.databind.node.ObjectNode;

/**
 * How objects of one version become those of the stored one and back, {@code apiVersion} aside.
 * What the other version has no field for must survive the way there and back.
 */
public interface Conversion {
    /** All that differs is the name of the version. */
    Conversion SAME_SHAPE = new Conversion() {};

    /** Changes an object of this version, whole or in parts, into one of the stored version. */
    default void toStorage(ObjectNode object) {}

    /** Changes an object of the stored version into one of this version. */
    default void fromStorage(ObjectNode object) {}
}
