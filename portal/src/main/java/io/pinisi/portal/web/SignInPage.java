package io.pinisi.portal.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes the sign-in page from its template. */
final class SignInPage {
    private static final String TEMPLATE = template();

    /** What the page tells besides asking for name and password. */
    enum Notice {
        NONE("", ""),
        REFUSED("error", "That name and password do not match an account."),
        TOO_MANY("error", "Too many attempts. Wait a few minutes, then try again."),
        STALE_FORM("error", "This page had been open for too long. Please sign in again."),
        SESSION_ENDED("info", "Your session has ended. Sign in to continue where you were."),
        SIGNED_OUT("info", "You have signed out.");

        private final String kind;
        private final String text;

        Notice(String kind, String text) {
            this.kind = kind;
            this.text = text;
        }
    }

    private SignInPage() {}

    static String html(
            Notice notice, String name, String to, String token, Optional<String> theme) {
        return TEMPLATE.replace("{theme}", theme.orElse("system"))
                .replace("{notice}", notice(notice))
                .replace("{invalid}", notice == Notice.REFUSED ? "true" : "false")
                .replace("{token}", escape(token))
                .replace("{to}", escape(to))
                .replace("{name}", escape(name));
    }

    private static String notice(Notice notice) {
        if (notice == Notice.NONE) {
            return "";
        }
        String role = notice.kind.equals("error") ? "alert" : "status";
        return "<p class=\"notice "
                + notice.kind
                + "\" id=\"notice\" role=\""
                + role
                + "\">"
                + escape(notice.text)
                + "</p>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("{", "&#123;");
    }

    private static String template() {
        try (InputStream in = SignInPage.class.getResourceAsStream("sign-in.html")) {
            if (in == null) {
                throw new IllegalStateException("sign-in.html is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
