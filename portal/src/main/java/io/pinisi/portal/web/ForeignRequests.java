package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.portal.web.RefusedAttempts.Attempt;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Refuses what other sites make browsers send, and records it: forms, scripts and handshakes of
 * WebSockets.
 */
@Singleton
final class ForeignRequests {
    private final RefusedAttempts attempts;

    ForeignRequests(RefusedAttempts attempts) {
        this.attempts = attempts;
    }

    void refuse(Optional<Identity> who, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean handshake = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        String origin =
                Objects.requireNonNullElse(
                        request.getHeader("Origin"), "none, the browser says another site");
        attempts.record(
                new Attempt(
                        who.map(Identity::name).orElse("unknown"),
                        handshake ? "websocket" : request.getMethod().toLowerCase(Locale.ROOT),
                        request.getRequestURI(),
                        "cross-origin request",
                        Map.of("origin", origin)),
                Caller.of(request));
        response.sendError(HttpServletResponse.SC_FORBIDDEN, "cross-origin request");
    }
}
