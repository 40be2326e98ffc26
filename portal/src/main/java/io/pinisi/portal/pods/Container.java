package io.pinisi.portal.pods;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod.
 *
 * @param ended how its last run ended, empty where it is the first
 */
public record Container(
        String name,
        String image,
        boolean init,
        Status status,
        int restarts,
        @Nullable Instant started,
        String ended) {}
