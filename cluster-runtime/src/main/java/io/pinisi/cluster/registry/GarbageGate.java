package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides what a wish to delete does: end the object, mark it, or nothing. Pure. */
final class GarbageGate {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private GarbageGate() {}

    /** What is to be done. */
    sealed interface Deletion {
        record Remove() implements Deletion {}

        /** The object stays for now, in this state. */
        record Mark(ObjectNode marked) implements Deletion {}

        /** It is being deleted already, and nothing becomes sooner. */
        record Keep() implements Deletion {}
    }

    static Deletion plan(
            ObjectNode live, ResourceStrategy strategy, DeleteOptions options, Instant now) {
        ObjectNode marked = live.deepCopy();
        boolean finalizersChanged = applyPropagation(marked, options.propagation());
        long grace = strategy.gracePeriod(live, options);
        boolean held = isHeld(marked, strategy);
        Metadata before = Metadata.of(live);
        if (grace == 0 && !held) {
            return new Deletion.Remove();
        }
        if (!before.isDeleting()) {
            strategy.beginDeletion(marked);
            stamp(marked, now.plusSeconds(grace), grace);
            bumpGeneration(marked);
            return new Deletion.Mark(marked);
        }
        boolean sooner = grace < gracePeriod(live);
        if (sooner) {
            Instant begun = begun(before, live, now);
            stamp(marked, begun.plusSeconds(grace), grace);
            bumpGeneration(marked);
        }
        return sooner || finalizersChanged ? new Deletion.Mark(marked) : new Deletion.Keep();
    }

    /** Whether an update leaves a deleting object with nothing that keeps it. */
    static boolean isFinished(ObjectNode object, ResourceStrategy strategy) {
        return Metadata.of(object).isDeleting()
                && gracePeriod(object) == 0
                && !isHeld(object, strategy);
    }

    private static boolean isHeld(ObjectNode object, ResourceStrategy strategy) {
        return !Metadata.of(object).finalizers().isEmpty() || strategy.holdsDeletion(object);
    }

    private static Instant begun(Metadata metadata, ObjectNode live, Instant now) {
        Instant end = metadata.deletionTimestamp();
        return end == null ? now : end.minusSeconds(gracePeriod(live));
    }

    private static long gracePeriod(ObjectNode object) {
        return object.path("metadata").path("deletionGracePeriodSeconds").asLong(0);
    }

    private static void stamp(ObjectNode object, Instant end, long grace) {
        ObjectNode metadata = SystemMetadata.of(object);
        metadata.put("deletionTimestamp", SystemMetadata.time(end));
        SystemMetadata.putNumber(metadata, "deletionGracePeriodSeconds", grace);
    }

    private static void bumpGeneration(ObjectNode object) {
        if (Json.at(object, "metadata", "generation") != null) {
            long next = Metadata.of(object).generation() + 1;
            SystemMetadata.putNumber(SystemMetadata.of(object), "generation", next);
        }
    }

    private static boolean applyPropagation(
            ObjectNode object, DeleteOptions.Propagation propagation) {
        List<String> before = Metadata.of(object).finalizers();
        Set<String> after = new LinkedHashSet<>(before);
        switch (propagation) {
            case DEFAULT -> {}
            case BACKGROUND -> after.removeAll(List.of(FOREGROUND, ORPHAN));
            case FOREGROUND -> {
                after.remove(ORPHAN);
                after.add(FOREGROUND);
            }
            case ORPHAN -> {
                after.remove(FOREGROUND);
                after.add(ORPHAN);
            }
        }
        if (after.equals(new LinkedHashSet<>(before))) {
            return false;
        }
        ObjectNode metadata = SystemMetadata.of(object);
        metadata.remove("finalizers");
        if (!after.isEmpty()) {
            ArrayNode finalizers = metadata.putArray("finalizers");
            after.forEach(finalizers::add);
        }
        return true;
    }
}
