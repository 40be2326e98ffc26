package io.pinisi.cluster.apiserver.filter;

import io.pinisi.db.audit.AuditEntry;

/** Where records go that belong to no write of ours: refusals, reads of secrets, connections. */
@FunctionalInterface
public interface AuditSink {
    /** Returns when the record is durable. */
    void record(AuditEntry entry);
}
