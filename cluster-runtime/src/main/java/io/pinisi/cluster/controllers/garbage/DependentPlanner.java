package io.pinisi.cluster.controllers.garbage;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Decides what becomes of an object, given what its owners are. Pure. */
final class DependentPlanner {
    private DependentPlanner() {}

    /** What an owner turned out to be. */
    enum Owner {
        ALIVE,
        GONE,
        /** Being deleted in the foreground. */
        WAITING
    }

    /** What to do. */
    sealed interface Fate {
        record Keep() implements Fate {}

        /** Other owners live: strike these from the list. */
        record Strike(Set<String> ownerUids) implements Fate {
            public Strike {
                ownerUids = Set.copyOf(ownerUids);
            }
        }

        /**
         * @param policy {@code Background}, {@code Foreground} or {@code Orphan}
         */
        record Delete(String policy) implements Fate {}
    }

    /**
     * @param owners by uid
     */
    static Fate judge(JsonNode object, Map<String, Owner> owners, boolean hasDependents) {
        if (owners.isEmpty()) {
            return new Fate.Keep();
        }
        if (owners.containsValue(Owner.ALIVE)) {
            Set<String> lost = new LinkedHashSet<>();
            owners.forEach(
                    (uid, owner) -> {
                        if (owner != Owner.ALIVE) {
                            lost.add(uid);
                        }
                    });
            return lost.isEmpty() ? new Fate.Keep() : new Fate.Strike(lost);
        }
        if (owners.containsValue(Owner.WAITING) && hasDependents) {
            return new Fate.Delete("Foreground");
        }
        Metadata metadata = Metadata.of(object);
        if (metadata.finalizers().contains(Item.ORPHAN)) {
            return new Fate.Delete("Orphan");
        }
        if (metadata.finalizers().contains(Item.FOREGROUND)) {
            return new Fate.Delete("Foreground");
        }
        return new Fate.Delete("Background");
    }
}
