package io.pinisi.portal.fleet;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A node of a member cluster. */
public record Node(
        String name,
        Status status,
        String roles,
        String version,
        String runtime,
        String address,
        long cpuMilli,
        long memoryBytes,
        int podsCapacity,
        @Nullable Instant created) {}
