package io.pinisi.auth.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.SignInRecords;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.token.PersonalToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words what happens to tokens as audit records. Thread-safe. */
final class TokenRecords {
    /** Refused uses of one token that are recorded: one in each such time. */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int WINDOWS_MAX = 1_024;

    private final AuditLog audit;
    private final InstantSource clock;

    /** Guarded by itself. */
    private final Map<String, Instant> refused =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > WINDOWS_MAX;
                }
            };

    TokenRecords(AuditLog audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    static AuditEntry issued(Identity who, PersonalToken token, Caller caller) {
        Map<String, Object> detail = detail(who, token, caller);
        detail.put("expires", token.expires().toString());
        detail.put("groups", token.scope().groups());
        detail.put("namespaces", token.scope().namespaces());
        detail.put("verbs", token.scope().verbs());
        detail.put("apis", token.scope().apis());
        return entry(who, "create-token", token, caller, detail);
    }

    static AuditEntry revoked(Identity by, PersonalToken token, Caller caller) {
        return entry(by, "revoke-token", token, caller, detail(by, token, caller));
    }

    private static Map<String, Object> detail(Identity who, PersonalToken token, Caller caller) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("label", token.label());
        detail.put("owner", token.owner());
        detail.put("session", who.session());
        detail.put("userAgent", caller.userAgent());
        return detail;
    }

    private static AuditEntry entry(
            Identity who,
            String verb,
            PersonalToken token,
            Caller caller,
            Map<String, Object> detail) {
        return new AuditEntry(
                who.name(),
                who.groups(),
                verb,
                object(token.id()),
                caller.requestId(),
                caller.address(),
                "portal",
                SignInRecords.ALLOWED,
                JSONObjectUtils.toJSONString(detail));
    }

    /** A use that was refused; not each one, or whoever has an old token could fill the log. */
    void refused(String id, String owner, String why, String source) throws InterruptedException {
        if (!isNew(id + " " + why)) {
            return;
        }
        audit.append(
                new AuditEntry(
                        owner,
                        List.of(),
                        "use-token",
                        object(id),
                        "",
                        source,
                        "api",
                        SignInRecords.DENIED,
                        JSONObjectUtils.toJSONString(Map.of("reason", why))));
    }

    private boolean isNew(String what) {
        Instant now = clock.instant();
        synchronized (refused) {
            Instant before = refused.get(what);
            if (before != null && now.isBefore(before.plus(WINDOW))) {
                return false;
            }
            refused.remove(what);
            refused.put(what, now);
            return true;
        }
    }

    private static String object(String id) {
        return "token " + id;
    }
}
