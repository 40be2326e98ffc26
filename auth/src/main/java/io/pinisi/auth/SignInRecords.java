package io.pinisi.auth;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes what happens around sign-ins into the audit log, before the answer goes out. */
public final class SignInRecords {
    public static final String ALLOWED = "allowed";
    public static final String DENIED = "denied";

    private final AuditLog audit;

    public SignInRecords(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * @param verb for example {@code sign-in}
     * @param result {@link #ALLOWED}, {@link #DENIED} or why not
     */
    public void append(String name, List<String> groups, String verb, String result, Caller caller)
            throws InterruptedException {
        audit.append(entry(name, groups, verb, "account " + name, result, caller, ""));
    }

    /**
     * As {@link #append(String, List, String, String, Caller)}, of somebody whose session it is.
     */
    public void append(Identity who, String verb, String result, Caller caller)
            throws InterruptedException {
        audit.append(entry(who, verb, result, caller));
    }

    /** The same, for a change that its record travels with. */
    public static AuditEntry entry(Identity who, String verb, String result, Caller caller) {
        return entry(
                who.name(),
                who.groups(),
                verb,
                (who.isLocal() ? "account " : "provider " + who.provider() + " account ")
                        + who.name(),
                result,
                caller,
                ",\"session\":\"" + JsonText.escape(who.session()) + "\"");
    }

    /** A session that somebody else has ended. */
    public void ended(Identity whose, Identity by, Caller caller) throws InterruptedException {
        audit.append(
                entry(
                        by.name(),
                        by.groups(),
                        "end-session",
                        "account " + whose.name(),
                        ALLOWED,
                        caller,
                        ",\"session\":\""
                                + JsonText.escape(by.session())
                                + "\",\"ended\":\""
                                + JsonText.escape(whose.session())
                                + "\""));
    }

    /**
     * Something that was refused at the door, not for want of a right.
     *
     * @param who tried, {@code unknown} where nobody can tell
     * @param more facts for the record, by name
     */
    public record Attempt(
            String who, String verb, String object, String reason, Map<String, String> more) {
        public Attempt {
            more = Map.copyOf(more);
        }
    }

    /**
     * @param unrecorded earlier ones like it that have no record
     */
    public void refusedAttempt(Attempt attempt, long unrecorded, Caller caller)
            throws InterruptedException {
        StringBuilder detail = new StringBuilder(field("reason", attempt.reason()));
        new TreeMap<>(attempt.more()).forEach((name, text) -> detail.append(field(name, text)));
        if (unrecorded > 0) {
            detail.append(",\"unrecordedBefore\":").append(unrecorded);
        }
        audit.append(
                entry(
                        attempt.who(),
                        List.of(),
                        attempt.verb(),
                        attempt.object(),
                        DENIED,
                        caller,
                        detail.toString()));
    }

    private static String field(String name, String text) {
        return ",\"" + name + "\":\"" + JsonText.escape(text) + "\"";
    }

    static AuditEntry entry(
            String name,
            List<String> groups,
            String verb,
            String object,
            String result,
            Caller caller,
            String moreDetail) {
        return new AuditEntry(
                name,
                groups,
                verb,
                object,
                caller.requestId(),
                caller.address(),
                "portal",
                result,
                "{\"userAgent\":\""
                        + JsonText.escape(caller.userAgent())
                        + "\""
                        + moreDetail
                        + "}");
    }
}
