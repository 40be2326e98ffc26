package io.pinisi.db.revision;

import io.pinisi.db.audit.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * A write that is wanted.
 *
 * @param value the bytes to store; empty for a deletion
 * @param origin who and in which request, kept on the revision
 * @param audit record to chain in the same transaction, or null (controllers and nodes)
 */
public record Write(
        String key,
        Revision.Operation operation,
        byte[] value,
        Precondition precondition,
        Origin origin,
        @Nullable AuditEntry audit) {

    /** What must hold for the write to be taken. */
    public sealed interface Precondition {
        record Absent() implements Precondition {}

        /** The key's newest revision is exactly this one. */
        record At(long revision) implements Precondition {}
    }

    /** Actor and request id of a write. */
    public record Origin(String actor, String requestId) {}

    public static Write create(
            String key, byte[] value, Origin origin, @Nullable AuditEntry audit) {
        return new Write(
                key, Revision.Operation.CREATE, value, new Precondition.Absent(), origin, audit);
    }

    public static Write update(
            String key, byte[] value, long atRevision, Origin origin, @Nullable AuditEntry audit) {
        return new Write(
                key,
                Revision.Operation.UPDATE,
                value,
                new Precondition.At(atRevision),
                origin,
                audit);
    }

    public static Write delete(
            String key, long atRevision, Origin origin, @Nullable AuditEntry audit) {
        return new Write(
                key,
                Revision.Operation.DELETE,
                new byte[0],
                new Precondition.At(atRevision),
                origin,
                audit);
    }
}
