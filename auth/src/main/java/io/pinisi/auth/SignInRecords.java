package io.pinisi.auth;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import java.util.List;

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

    /** A way in that failed before anybody was known. */
    public void refused(String provider, String why, Caller caller) throws InterruptedException {
        audit.append(
                entry(
                        "unknown",
                        List.of(),
                        "sign-in",
                        "provider " + provider,
                        DENIED,
                        caller,
                        ",\"reason\":\"" + JsonText.escape(why) + "\""));
    }

    /**
     * A request that another site made in somebody's browser.
     *
     * @param unrecorded earlier ones from the same address that have no record
     */
    public void foreign(
            String name, String method, String path, String origin, long unrecorded, Caller caller)
            throws InterruptedException {
        audit.append(
                entry(
                        name,
                        List.of(),
                        method,
                        path,
                        DENIED,
                        caller,
                        ",\"reason\":\"cross-origin request\",\"origin\":\""
                                + JsonText.escape(origin)
                                + "\""
                                + (unrecorded == 0 ? "" : ",\"unrecordedBefore\":" + unrecorded)));
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
