package io.pinisi.portal.history;

import java.time.Instant;
import java.util.List;

/**
 * One state in an object's life.
 *
 * @param revision that made it
 * @param requestId joins it to the audit log
 * @param exists whether the object was there
 * @param fields what it changed of the state before
 * @param yaml the state; empty where the object was not there
 */
public record Step(
        long revision,
        Instant at,
        String actor,
        String requestId,
        boolean exists,
        boolean first,
        List<FieldChange> fields,
        String yaml) {
    public Step {
        fields = List.copyOf(fields);
    }
}
