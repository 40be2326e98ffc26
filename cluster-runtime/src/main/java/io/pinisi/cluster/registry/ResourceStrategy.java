package io.pinisi.cluster.registry;

import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one kind does differently from all others. Every method has a default that does nothing
 * special; the generic part (metadata, schema, ownership, admission) is not its business.
 */
public interface ResourceStrategy {
    ResourceStrategy GENERIC = new ResourceStrategy() {};

    /**
     * Puts back what this way of writing may not set, before ownership is reckoned, so that nobody
     * comes to own what was ignored. The status of kinds that have a status subresource is put back
     * for them.
     */
    default void isolate(Transition transition) {}

    /** Completes the object after admission: phases, allocated values, normal forms. */
    default void prepare(Transition transition) {}

    /** Rules beyond the schema. */
    default void validate(Transition transition, Faults faults) {}

    /** Sentences for the client about an object that is valid but unwise. */
    default void warn(Transition transition, Consumer<String> warnings) {}

    /** Called when the deletion of an object begins and it stays for a while. */
    default void beginDeletion(ObjectNode object) {}

    /** Seconds between the wish to delete and the end; 0 for kinds that end at once. */
    default long gracePeriod(ObjectNode object, DeleteOptions options) {
        return 0;
    }

    /** Whether something besides {@code metadata.finalizers} keeps an object that is deleting. */
    default boolean holdsDeletion(ObjectNode object) {
        return false;
    }
}
