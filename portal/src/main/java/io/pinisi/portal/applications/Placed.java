package io.pinisi.portal.applications;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an application stands in one cluster. */
public record Placed(
        String cluster,
        Status status,
        int ready,
        int updated,
        int desired,
        @Nullable Instant asOf) {}
