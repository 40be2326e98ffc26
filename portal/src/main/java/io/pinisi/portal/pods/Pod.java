package io.pinisi.portal.pods;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A pod in a list. */
public record Pod(
        PodRef ref,
        Status status,
        int ready,
        int containers,
        int restarts,
        String node,
        String ip,
        @Nullable Instant created) {}
