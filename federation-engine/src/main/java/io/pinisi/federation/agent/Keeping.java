package io.pinisi.federation.agent;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.propagation.Marks;
import io.pinisi.federation.propagation.Ownership;
import io.pinisi.federation.reverse.Order;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What is to be done about one object while the hub is away. */
enum Keeping {
    /** It is as it should be, or not ours to touch. */
    LEAVE,
    /** Somebody changed a field of ours. */
    CORRECT,
    /** Somebody deleted it. */
    RESTORE;

    /**
     * Pure. An object that is not ours any more, or is being deleted, is left: what to do about
     * these the hub decides when it is back.
     */
    static Keeping of(Order order, Optional<ObjectNode> live) {
        if (!order.corrects()) {
            return LEAVE;
        }
        if (live.isEmpty()) {
            return RESTORE;
        }
        Metadata metadata = Metadata.of(live.get());
        boolean ours =
                "true".equals(metadata.label(Marks.MANAGED))
                        && Objects.equals(
                                metadata.annotation(Marks.BINDING),
                                Metadata.of(order.object()).annotation(Marks.BINDING));
        if (metadata.isDeleting() || !(ours || isStripped(metadata))) {
            return LEAVE;
        }
        return Ownership.lost(order.object(), live.get()).isEmpty() ? LEAVE : CORRECT;
    }

    /** Somebody took our marks off and nothing else says whose it is: they are fields of ours. */
    private static boolean isStripped(Metadata metadata) {
        return metadata.label(Marks.MANAGED) == null && metadata.annotation(Marks.BINDING) != null;
    }
}
