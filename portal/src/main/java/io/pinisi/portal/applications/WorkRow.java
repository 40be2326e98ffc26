package io.pinisi.portal.applications;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object of an application on its way to one cluster.
 *
 * @param object as {@code Kind namespace/name}
 * @param replicas its share; empty for kinds without
 * @param status how far it is, with why
 * @param revision which generation of the object the cluster has, and which it should
 * @param since when it came to this state; null where that is not known
 */
public record WorkRow(
        String object,
        String cluster,
        String replicas,
        Status status,
        String revision,
        @Nullable Instant since) {}
