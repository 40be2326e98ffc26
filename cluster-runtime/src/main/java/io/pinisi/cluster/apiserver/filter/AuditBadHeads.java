package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.authn.Anonymous;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.RefusalBudget;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records, within a budget, what an engine turned away before it was a request: nobody knows by
 * whom it was or what it asked for, but from where it came.
 */
public final class AuditBadHeads {
    private static final int RECORDS_MAX = 10;

    private final AuditSink log;
    private final RefusalBudget budget;

    public AuditBadHeads(AuditSink log, InstantSource clock) {
        this.log = log;
        this.budget = new RefusalBudget(clock);
    }

    public void record(String source, String why) {
        OptionalLong unrecorded = budget.take(source, RECORDS_MAX);
        if (unrecorded.isEmpty()) {
            return;
        }
        ObjectNode detail = Json.object().put("message", why);
        if (unrecorded.getAsLong() > 0) {
            detail.put("unrecordedBefore", unrecorded.getAsLong());
        }
        log.record(
                new AuditEntry(
                        Anonymous.USER,
                        List.of(),
                        "connect",
                        "connection",
                        "",
                        source,
                        "api",
                        "denied",
                        detail.toString()));
    }
}
