package io.pinisi.cluster.storage;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.revision.Write;
import org.jspecify.annotations.Nullable;

/**
 * What travels with a write besides the object.
 *
 * @param audit record for the same transaction, or null
 */
public record WriteContext(Write.Origin origin, @Nullable AuditEntry audit) {}
