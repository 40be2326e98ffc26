package io.pinisi.portal.rollout;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last change of one object.
 *
 * @param object as {@code Kind name}
 * @param updated clusters that have it
 * @param clusters all of them
 */
public record RolloutRow(
        RolloutRef ref,
        String object,
        Status status,
        int run,
        int updated,
        int clusters,
        @Nullable Instant started) {}
