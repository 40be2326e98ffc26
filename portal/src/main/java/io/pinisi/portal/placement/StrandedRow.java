package io.pinisi.portal.placement;

import java.time.Instant;

/**
 * Replicas of one workload that find no node in one cluster.
 *
 * @param object as {@code Kind namespace/name}
 * @param why in the words of the cluster's scheduler; may be empty
 * @param since when the hub saw the first of them so
 * @param due when that one is placed elsewhere
 */
public record StrandedRow(
        String object, String cluster, int replicas, String why, Instant since, Instant due) {}
