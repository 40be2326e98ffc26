package io.pinisi.cluster.controllers.endpointslice;

import tools.jackson.databind.node.ObjectNode;

/** One write by which the slices of a service become right. */
sealed interface SliceAction {
    record Create(ObjectNode slice) implements SliceAction {}

    record Update(ObjectNode slice) implements SliceAction {}

    record Delete(ObjectNode slice) implements SliceAction {}
}
