package io.pinisi.federation.placement;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a policy's {@code failover.application} says: when an application that does not get well in
 * a cluster is tried in another one.
 *
 * @param toleration how long it may be unwell
 * @param state what it takes along
 * @param grace for {@link Purge#GRACEFULLY}: how long the new copy may take
 */
public record ApplicationFailover(
        Duration toleration, Purge purge, Duration grace, StatePreservation state) {
    private static final long TOLERATION_SECONDS = 300;
    private static final long GRACE_SECONDS = 600;

    /** What becomes of the copy that failed. */
    public enum Purge {
        /** It goes when the new ones are healthy. */
        GRACEFULLY("Gracefully"),
        /** It goes at once, for applications of which two must never run. */
        DIRECTLY("Directly"),
        /** It stays until somebody takes it away in the cluster itself. */
        NEVER("Never");

        private final String text;

        Purge(String text) {
            this.text = text;
        }

        /** Karmada's older words mean the same. */
        private static Purge of(String text) {
            return switch (text) {
                case "Directly", "Immediately" -> DIRECTLY;
                case "Never" -> NEVER;
                default -> GRACEFULLY;
            };
        }
    }

    /** Null where the policy asks for none. */
    static @Nullable ApplicationFailover of(JsonNode application) {
        if (!application.isObject()) {
            return null;
        }
        JsonNode conditions = application.path("decisionConditions");
        return new ApplicationFailover(
                Duration.ofSeconds(conditions.path("tolerationSeconds").asLong(TOLERATION_SECONDS)),
                Purge.of(application.path("purgeMode").asString("")),
                Duration.ofSeconds(application.path("gracePeriodSeconds").asLong(GRACE_SECONDS)),
                StatePreservation.of(application.path("statePreservation")));
    }

    void write(ObjectNode application) {
        application
                .putObject("decisionConditions")
                .put("tolerationSeconds", toleration.toSeconds());
        application.put("purgeMode", purge.text);
        if (purge == Purge.GRACEFULLY) {
            application.put("gracePeriodSeconds", grace.toSeconds());
        }
        state.write(application);
    }
}
