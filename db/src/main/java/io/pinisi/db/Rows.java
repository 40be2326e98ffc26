package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_CHECKPOINT;
import static io.pinisi.db.schema.Tables.AUDIT_RECORD;
import static io.pinisi.db.schema.Tables.AUDIT_RETIREMENT;
import static io.pinisi.db.schema.Tables.REVISION;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import io.pinisi.db.revision.Revision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Between rows and the values they stand for. */
final class Rows {
    /** H2 takes no longer binary string in one column. */
    static final int BODY_BYTES_MAX = 1024 * 1024;

    static final List<Field<?>> REVISION_FIELDS =
            List.of(
                    REVISION.NUMBER,
                    REVISION.OBJECT_KEY,
                    REVISION.OPERATION,
                    REVISION.CREATED_AT,
                    REVISION.BODY,
                    REVISION.BODY_REST);

    private static final Revision.Operation[] OPERATIONS = {
        Revision.Operation.CREATE, Revision.Operation.UPDATE, Revision.Operation.DELETE
    };

    private static final String GROUP_SEPARATOR = "\n";

    private Rows() {}

    static Revision revision(Record row) {
        return new Revision(
                row.get(REVISION.NUMBER),
                row.get(REVISION.OBJECT_KEY),
                operation(row.get(REVISION.OPERATION)),
                value(row.get(REVISION.BODY), row.get(REVISION.BODY_REST)),
                row.get(REVISION.CREATED_AT));
    }

    static Revision.Operation operation(short code) {
        return OPERATIONS[code];
    }

    static short code(Revision.Operation operation) {
        return switch (operation) {
            case CREATE -> 0;
            case UPDATE -> 1;
            case DELETE -> 2;
        };
    }

    static byte[] body(byte[] value) {
        return value.length <= BODY_BYTES_MAX ? value : Arrays.copyOf(value, BODY_BYTES_MAX);
    }

    static byte @Nullable [] bodyRest(byte[] value) {
        return value.length <= BODY_BYTES_MAX
                ? null
                : Arrays.copyOfRange(value, BODY_BYTES_MAX, value.length);
    }

    static byte[] value(byte[] body, byte @Nullable [] rest) {
        if (rest == null) {
            return body;
        }
        byte[] value = Arrays.copyOf(body, body.length + rest.length);
        System.arraycopy(rest, 0, value, body.length, rest.length);
        return value;
    }

    static String groupNames(List<String> groups) {
        return String.join(GROUP_SEPARATOR, groups);
    }

    static AuditRecord auditRecord(Record row) {
        Long revision = row.get(AUDIT_RECORD.REVISION);
        return new AuditRecord(
                row.get(AUDIT_RECORD.SEQ),
                Instant.ofEpochMilli(row.get(AUDIT_RECORD.RECORDED_AT)),
                new AuditEntry(
                        row.get(AUDIT_RECORD.ACTOR),
                        groups(row.get(AUDIT_RECORD.GROUP_NAMES)),
                        row.get(AUDIT_RECORD.VERB),
                        row.get(AUDIT_RECORD.OBJECT_REF),
                        row.get(AUDIT_RECORD.REQUEST_ID),
                        row.get(AUDIT_RECORD.SOURCE),
                        row.get(AUDIT_RECORD.CHANNEL),
                        row.get(AUDIT_RECORD.RESULT),
                        row.get(AUDIT_RECORD.DETAIL)),
                revision == null ? OptionalLong.empty() : OptionalLong.of(revision),
                row.get(AUDIT_RECORD.HASH));
    }

    static Checkpoint checkpoint(Record row) {
        return new Checkpoint(
                row.get(AUDIT_CHECKPOINT.NUMBER),
                row.get(AUDIT_CHECKPOINT.FIRST_SEQ),
                row.get(AUDIT_CHECKPOINT.LAST_SEQ),
                Instant.ofEpochMilli(row.get(AUDIT_CHECKPOINT.CREATED_AT)),
                row.get(AUDIT_CHECKPOINT.TREE_ROOT),
                row.get(AUDIT_CHECKPOINT.CHAIN_HASH),
                row.get(AUDIT_CHECKPOINT.PREVIOUS),
                row.get(AUDIT_CHECKPOINT.KEY_ID),
                row.get(AUDIT_CHECKPOINT.SIGNATURE));
    }

    static Retirement retirement(Record row) {
        return new Retirement(
                row.get(AUDIT_RETIREMENT.NUMBER),
                row.get(AUDIT_RETIREMENT.FIRST_CHECKPOINT),
                row.get(AUDIT_RETIREMENT.LAST_CHECKPOINT),
                row.get(AUDIT_RETIREMENT.FIRST_SEQ),
                row.get(AUDIT_RETIREMENT.LAST_SEQ),
                Instant.ofEpochMilli(row.get(AUDIT_RETIREMENT.RETIRED_AT)),
                row.get(AUDIT_RETIREMENT.DIGEST),
                row.get(AUDIT_RETIREMENT.KEY_ID),
                row.get(AUDIT_RETIREMENT.SIGNATURE));
    }

    private static List<String> groups(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(GROUP_SEPARATOR));
    }
}
