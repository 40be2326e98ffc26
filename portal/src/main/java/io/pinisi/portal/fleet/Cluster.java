package io.pinisi.portal.fleet;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member cluster in a list.
 *
 * @param cpu thousandths of a processor, asked for and allocatable
 * @param memory bytes, asked for and allocatable
 * @param asOf when this was last seen; older than a minute means that it is history
 */
public record Cluster(
        String name,
        Status status,
        String version,
        String provider,
        String region,
        int nodesReady,
        int nodes,
        int pods,
        Amount cpu,
        Amount memory,
        @Nullable Instant asOf) {}
