package io.pinisi.federation.deschedule;

import io.pinisi.federation.placement.Template;
import java.time.Instant;

/**
 * Replicas of one object that find no node in one cluster.
 *
 * @param since when the hub saw the first of them so
 * @param due when that one is placed elsewhere, if it finds none until then
 * @param why in the words of the cluster's scheduler
 */
public record Waiting(
        Template template, String cluster, int replicas, Instant since, Instant due, String why) {}
