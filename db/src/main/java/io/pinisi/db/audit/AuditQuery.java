package io.pinisi.db.audit;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which records to read; null means any.
 *
 * @param objectPrefix beginning of {@link AuditEntry#object()}
 * @param namespace of the object, or the namespace itself
 * @param requestId what was caused by one request
 * @param from inclusive
 * @param until exclusive
 * @param beforeSequence only older records than this one, for the next page
 * @param limit records at the most
 */
public record AuditQuery(
        @Nullable String actor,
        @Nullable String verb,
        @Nullable String objectPrefix,
        @Nullable String namespace,
        @Nullable String result,
        @Nullable String requestId,
        @Nullable Instant from,
        @Nullable Instant until,
        long beforeSequence,
        int limit) {
    /** Records of one answer at the most. */
    public static final int LIMIT_MAX = 1000;

    private static final Pattern NAMESPACES = Pattern.compile("namespaces(/.*)?");

    public AuditQuery {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a limit is 1 to " + LIMIT_MAX);
        }
    }

    public static AuditQuery newest(int limit) {
        return new AuditQuery(
                null, null, null, null, null, null, null, null, Long.MAX_VALUE, limit);
    }

    /** Whether a record is asked for, by the same rules as a database goes by. */
    public boolean fits(AuditRecord chained) {
        AuditEntry entry = chained.entry();
        return chained.sequence() < beforeSequence
                && isOrAny(actor, entry.actor())
                && isOrAny(verb, entry.verb())
                && isOrAny(result, entry.result())
                && isOrAny(requestId, entry.requestId())
                && (objectPrefix == null || entry.object().startsWith(objectPrefix))
                && (namespace == null || isIn(namespace, entry.object()))
                && (from == null || !chained.recordedAt().isBefore(from))
                && (until == null || chained.recordedAt().isBefore(until));
    }

    private static boolean isOrAny(@Nullable String wanted, String found) {
        return wanted == null || wanted.equals(found);
    }

    private static boolean isIn(String namespace, String object) {
        String[] parts = object.split(" ", 3);
        return parts.length == 3
                && (parts[2].startsWith(namespace + "/")
                        || (parts[2].equals(namespace) && NAMESPACES.matcher(parts[1]).matches()));
    }

    public AuditQuery before(long sequence) {
        return new AuditQuery(
                actor,
                verb,
                objectPrefix,
                namespace,
                result,
                requestId,
                from,
                until,
                sequence,
                limit);
    }

    /** The same, of a time. */
    public AuditQuery within(@Nullable Instant begin, @Nullable Instant end) {
        return new AuditQuery(
                actor,
                verb,
                objectPrefix,
                namespace,
                result,
                requestId,
                begin,
                end,
                beforeSequence,
                limit);
    }
}
