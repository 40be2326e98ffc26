package io.pinisi.db.audit;

import java.util.List;

/**
 * One act, refused or done, before the store has numbered it.
 *
 * @param object what it was about, for example {@code apps/v1 deployments shop/web}
 * @param source address of the caller as far as we trust it
 * @param channel {@code api}, {@code portal}, {@code engine}
 * @param result {@code allowed}, {@code denied} or an error reason
 * @param detail further facts as one JSON object; never a secret's value
 */
public record AuditEntry(
        String actor,
        List<String> groups,
        String verb,
        String object,
        String requestId,
        String source,
        String channel,
        String result,
        String detail) {
    public AuditEntry {
        groups = List.copyOf(groups);
    }
}
