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
 * Records every refused attempt of a person. Refusals of callers without a name and of machines are
 * counted instead, by caller and source, and recorded once in a window, so that nobody can fill the
 * log from outside.
 */
public final class AuditRefusals implements Filter {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int WINDOWS_LIMIT = 1024;

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
     * @param unrecorded refusals since the record that opened the window
     */
    private record Window(Instant opened, long unrecorded) {}

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
        if (AuditEntries.isMachine(user)) {
            long before = opensWindow(user, request.source());
            if (before < 0) {
                return;
            }
            detail.put("unrecordedBefore", before);
        }
        log.record(AuditEntries.entry(request, "denied", detail));
    }

    /** How many went unrecorded in the last window, or −1 inside a window. */
    private long opensWindow(@Nullable UserInfo user, String source) {
        String caller = (user == null ? "" : user.name()) + "@" + source;
        Instant now = clock.instant();
        synchronized (windows) {
            Window window = windows.get(caller);
            if (window != null && now.isBefore(window.opened.plus(WINDOW))) {
                windows.put(caller, new Window(window.opened, window.unrecorded + 1));
                return -1;
            }
            windows.remove(caller);
            windows.put(caller, new Window(now, 0));
            return window == null ? 0 : window.unrecorded;
        }
    }
}
