package io.pinisi.cluster.node.runtime;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as the runtime reports it.
 *
 * @param resources what it runs with; null where the runtime does not tell
 */
public record ObservedContainer(
        String id,
        String sandboxId,
        String name,
        int attempt,
        State state,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int exitCode,
        String reason,
        String message,
        String image,
        String imageRef,
        Map<String, String> annotations,
        ContainerSpec.@Nullable Resources resources) {
    public ObservedContainer {
        annotations = Map.copyOf(annotations);
    }

    /** Where it is in its life. */
    public enum State {
        CREATED,
        RUNNING,
        EXITED,
        UNKNOWN
    }

    /** The same with other resources. */
    ObservedContainer withResources(ContainerSpec.Resources others) {
        return new ObservedContainer(
                id,
                sandboxId,
                name,
                attempt,
                state,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                message,
                image,
                imageRef,
                annotations,
                others);
    }

    /** The same with another explanation of its end. */
    public ObservedContainer withMessage(String other) {
        return new ObservedContainer(
                id,
                sandboxId,
                name,
                attempt,
                state,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                other,
                image,
                imageRef,
                annotations,
                resources);
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    public boolean ended() {
        return state == State.EXITED || state == State.UNKNOWN;
    }
}
