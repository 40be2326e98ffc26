package io.pinisi.portal.placement;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One workload that is, or was, placed anew.
 *
 * @param run name of the WorkloadRebalancer
 * @param object as {@code Kind namespace/name}
 * @param asked when the run began
 * @param finished when the whole run was done; null while it is not
 */
public record RebalanceStep(
        String run,
        String object,
        Status status,
        @Nullable Instant asked,
        @Nullable Instant finished) {}
