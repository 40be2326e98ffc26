package io.pinisi.portal.web;

import io.pinisi.auth.oidc.Pending;
import io.pinisi.auth.oidc.SingleSignOn;
import jakarta.inject.Singleton;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps trips to a provider in the browser, sealed. Named after the trip, so that several tabs can
 * be on their way at a time; {@code Lax}, because the way back begins at another site.
 */
@Singleton
final class PendingCookie {
    private static final Pattern STATE = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final int NAMED_BY = 12;

    private final SingleSignOn singleSignOn;
    private final boolean secure;

    PendingCookie(WaysIn waysIn, PortalOptions options) {
        this.singleSignOn = waysIn.singleSignOn();
        this.secure = options.secureCookies();
    }

    void keep(HttpServletResponse response, Pending pending) {
        set(
                response,
                name(pending.state()),
                singleSignOn.sealed(pending),
                (int) SingleSignOn.TRIP.toSeconds());
    }

    /** What this browser kept of the trip that it comes back from; it counts once. */
    Optional<Pending> take(HttpServletRequest request, HttpServletResponse response) {
        String state = request.getParameter("state");
        if (state == null || !STATE.matcher(state).matches()) {
            return Optional.empty();
        }
        String name = name(state);
        return find(request.getCookies(), name)
                .flatMap(
                        value -> {
                            set(response, name, "", 0);
                            return singleSignOn.opened(value);
                        });
    }

    private static Optional<String> find(Cookie @Nullable [] cookies, String name) {
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private String name(String state) {
        return (secure ? "__Host-" : "") + "pinisi-trip-" + state.substring(0, NAMED_BY);
    }

    private void set(HttpServletResponse response, String name, String value, int seconds) {
        Cookie cookie = new Cookie(name, value);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure);
        cookie.setPath("/");
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }
}
