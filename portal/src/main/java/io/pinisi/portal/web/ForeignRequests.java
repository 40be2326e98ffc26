package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.SignInRecords;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Refuses what other sites make browsers send, and records it: forms, scripts and handshakes of
 * WebSockets. What one address sends beyond a few a minute is only counted, and the count stands on
 * its next record, so nobody can fill the log from outside. Thread-safe.
 */
@Singleton
final class ForeignRequests {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int RECORDS_MAX = 10;
    private static final int ADDRESSES_MAX = 1000;
    private static final int TEXT_MAX = 256;

    private final SignInRecords records;
    private final InstantSource clock;
    private final Map<String, Window> windows =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
                    return size() > ADDRESSES_MAX;
                }
            };

    /**
     * @param unrecorded those of the window before that have no record
     */
    private record Window(Instant opened, int refusals, long unrecorded) {
        Window next(Instant now) {
            return now.isBefore(opened.plus(WINDOW))
                    ? new Window(opened, refusals + 1, unrecorded)
                    : new Window(now, 1, Math.max(0, refusals - RECORDS_MAX));
        }
    }

    ForeignRequests(WaysIn waysIn, InstantSource clock) {
        this.records = waysIn.records();
        this.clock = clock;
    }

    void refuse(Optional<Identity> who, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Window window = count(request.getRemoteAddr());
        if (window.refusals() <= RECORDS_MAX) {
            long unrecorded = window.refusals() == 1 ? window.unrecorded() : 0;
            record(who, request, unrecorded);
        }
        response.sendError(HttpServletResponse.SC_FORBIDDEN, "cross-origin request");
    }

    private Window count(String address) {
        synchronized (windows) {
            Instant now = clock.instant();
            Window before = windows.get(address);
            Window next = before == null ? new Window(now, 1, 0) : before.next(now);
            windows.put(address, next);
            return next;
        }
    }

    private void record(Optional<Identity> who, HttpServletRequest request, long unrecorded)
            throws IOException {
        boolean handshake = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        String method = handshake ? "websocket" : request.getMethod().toLowerCase(Locale.ROOT);
        String origin =
                Objects.requireNonNullElse(
                        request.getHeader("Origin"), "none, the browser says another site");
        try {
            records.foreign(
                    who.map(Identity::name).orElse("unknown"),
                    fit(method),
                    fit(request.getRequestURI()),
                    fit(origin),
                    unrecorded,
                    Caller.of(request));
        } catch (InterruptedException e) {
            throw Interruptions.during("a refusal", e);
        }
    }

    private static String fit(String text) {
        return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    }
}
