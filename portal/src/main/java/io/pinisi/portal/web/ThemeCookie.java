package io.pinisi.portal.web;

import jakarta.servlet.http.Cookie;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The person's choice of light or dark, in a cookie so that the first paint is right already. */
final class ThemeCookie {
    static final String NAME = "pinisi-theme";

    private ThemeCookie() {}

    /** {@code light} or {@code dark}; empty follows the system. */
    static Optional<String> of(Cookie @Nullable [] cookies) {
        if (cookies == null) {
            return Optional.empty();
        }
        for (Cookie cookie : cookies) {
            String value = cookie.getValue();
            if (cookie.getName().equals(NAME) && (value.equals("light") || value.equals("dark"))) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
