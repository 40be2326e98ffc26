package io.pinisi.portal.pods;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a cluster reported about a pod. */
public record PodEvent(
        boolean warning,
        String reason,
        String message,
        int count,
        String source,
        @Nullable Instant last) {}
