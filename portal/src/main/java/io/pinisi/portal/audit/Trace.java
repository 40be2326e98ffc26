package io.pinisi.portal.audit;

import java.util.List;

/**
 * What one audit log has of a request.
 *
 * @param cluster whose log it is; empty for the hub's
 * @param records newest first
 * @param silence why it cannot be told; empty where the log was read
 */
public record Trace(String cluster, List<Activity> records, String silence) {
    public Trace {
        records = List.copyOf(records);
    }
}
