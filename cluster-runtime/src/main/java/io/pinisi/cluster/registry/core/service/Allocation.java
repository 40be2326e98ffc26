package io.pinisi.cluster.registry.core.service;

import io.pinisi.cluster.registry.Faults;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Gives services what must be unique in a cluster. */
interface Allocation {
    /** The hub's services are templates: each member gives its own addresses. */
    Allocation NONE =
            new Allocation() {
                @Override
                public void fill(@Nullable ObjectNode old, ObjectNode service) {}

                @Override
                public void check(@Nullable ObjectNode old, ObjectNode service, Faults faults) {}
            };

    /** Fills in what is not named; before this {@code spec} is there. */
    void fill(@Nullable ObjectNode old, ObjectNode service);

    /** Judges what was named. */
    void check(@Nullable ObjectNode old, ObjectNode service, Faults faults);
}
