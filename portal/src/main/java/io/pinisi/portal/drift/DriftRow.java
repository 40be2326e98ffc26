package io.pinisi.portal.drift;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One field that somebody changed in a cluster.
 *
 * @param id of the record, as {@code namespace/name}
 * @param object as {@code Kind namespace/name}
 * @param path empty where the whole object was deleted
 * @param by the field manager
 * @param accepted whether the field is left to the cluster
 */
public record DriftRow(
        String id,
        Status state,
        String cluster,
        String object,
        String path,
        String wanted,
        String found,
        String by,
        int times,
        boolean accepted,
        @Nullable Instant last) {}
