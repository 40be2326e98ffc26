package io.pinisi.db.audit;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * An entry as it stands in the chain.
 *
 * @param revision what the act wrote, where it wrote a revision
 * @param hash SHA-256 over the previous record's hash and this record's canonical JSON
 */
public record AuditRecord(
        long sequence, Instant recordedAt, AuditEntry entry, OptionalLong revision, String hash) {}
