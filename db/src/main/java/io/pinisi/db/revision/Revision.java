package io.pinisi.db.revision;

/**
 * One committed write.
 *
 * @param number the revision
 * @param value the bytes written; empty for a deletion
 * @param createdAt revision in which the key came into being (this one, for a create)
 */
public record Revision(long number, String key, Operation operation, byte[] value, long createdAt) {
    /** What the write did. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }
}
