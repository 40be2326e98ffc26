package io.pinisi.portal.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Proves that a form came from our own page while there is no session yet: the same random value in
 * a cookie, which other sites cannot set or read, and in a hidden field.
 */
final class FormToken {
    static final String FIELD = "token";
    private static final int BYTES = 18;
    private static final int MINUTES = 60;

    private final SecureRandom random = new SecureRandom();
    private final boolean secure;
    private final String cookieName;

    FormToken(boolean secure) {
        this.secure = secure;
        this.cookieName = secure ? "__Host-pinisi-form" : "pinisi-form";
    }

    /** The page's token; a browser with several such pages open keeps one for all. */
    String issue(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> known = cookie(request);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        set(response, token, MINUTES * 60);
        return token;
    }

    boolean matches(HttpServletRequest request) {
        String given = request.getParameter(FIELD);
        return given != null
                && cookie(request)
                        .filter(kept -> MessageDigest.isEqual(bytes(kept), bytes(given)))
                        .isPresent();
    }

    void forget(HttpServletResponse response) {
        set(response, "", 0);
    }

    private void set(HttpServletResponse response, String value, int seconds) {
        Cookie cookie = new Cookie(cookieName, value);
        cookie.setHttpOnly(true);
        cookie.setSecure(secure);
        cookie.setPath("/");
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Strict");
        response.addCookie(cookie);
    }

    private Optional<String> cookie(HttpServletRequest request) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(cookieName)
                        && cookie.getValue().matches("[A-Za-z0-9_-]{24}")) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
