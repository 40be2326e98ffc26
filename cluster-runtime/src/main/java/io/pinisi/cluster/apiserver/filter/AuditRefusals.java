package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records the refused attempts of a person one by one, up to a number in a window. What is beyond
 * it is counted, as are all but the first refusals of callers without a name and of machines, and
 * the count stands on the record that opens the caller's next window: so nobody can fill the log
 * from outside.
 */
public final class AuditRefusals implements Filter {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int WINDOWS_LIMIT = 1024;
    private static final int RECORDS_OF_A_PERSON = 100;
    private static final int RECORDS_OF_OTHERS = 1;

    private final AuditSink log;
    private final InstantSource clock;

    /** Guarded by itself. */
    private final Map<String, Window> windows =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
                    return size() > WINDOWS_LIMIT;
                }
            };

    /**
     * @param refusals since it was opened
     * @param unrecorded those of the window before that have no record
     */
    private record Window(Instant opened, long refusals, long unrecorded) {}

    public AuditRefusals(AuditSink log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        try {
            return next.handle(request);
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN) || e.is(Reason.UNAUTHORIZED)) {
                record(request, e);
            }
            throw e;
        }
    }

    private void record(ApiRequest request, ApiException refusal) {
        UserInfo user = RequestContext.current().userIfKnown();
        ObjectNode detail = AuditEntries.noDetail().put("message", refusal.getMessage());
        int recordsMax = AuditEntries.isMachine(user) ? RECORDS_OF_OTHERS : RECORDS_OF_A_PERSON;
        Window window = count(user, request.source(), recordsMax);
        if (window.refusals() > recordsMax) {
            return;
        }
        if (window.refusals() == 1 && window.unrecorded() > 0) {
            detail.put("unrecordedBefore", window.unrecorded());
        }
        log.record(AuditEntries.entry(request, "denied", detail));
    }

    private Window count(@Nullable UserInfo user, String source, int recordsMax) {
        String caller = (user == null ? "" : user.name()) + "@" + source;
        Instant now = clock.instant();
        synchronized (windows) {
            Window old = windows.remove(caller);
            Window window;
            if (old != null && now.isBefore(old.opened().plus(WINDOW))) {
                window = new Window(old.opened(), old.refusals() + 1, old.unrecorded());
            } else {
                long missed = old == null ? 0 : Math.max(0, old.refusals() - recordsMax);
                window = new Window(now, 1, missed);
            }
            windows.put(caller, window);
            return window;
        }
    }
}
