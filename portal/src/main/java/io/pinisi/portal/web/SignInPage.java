package io.pinisi.portal.web;

import io.pinisi.auth.oidc.ProviderSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the sign-in page from its template. */
final class SignInPage {
    private static final String TEMPLATE = template();

    /** What the page tells besides asking for name and password. */
    enum Notice {
        NONE("", "", ""),
        REFUSED("", "error", "That name and password do not match an account."),
        TOO_MANY("", "error", "Too many attempts. Wait a few minutes, then try again."),
        STALE_FORM("", "error", "This page had been open for too long. Please sign in again."),
        PROVIDER_REFUSED("refused", "error", "The sign-in did not succeed. Please try again."),
        UNREACHABLE(
                "unreachable",
                "error",
                "The sign-in service does not answer. Try again in a moment."),
        SESSION_ENDED(
                "ended", "info", "Your session has ended. Sign in to continue where you were."),
        SIGNED_OUT("left", "info", "You have signed out.");

        private final String parameter;
        private final String kind;
        private final String text;

        Notice(String parameter, String kind, String text) {
            this.parameter = parameter;
            this.kind = kind;
            this.text = text;
        }

        /** Whether an address with these parameters asks for it. */
        boolean isToldBy(Set<String> parameters) {
            return !parameter.isEmpty() && parameters.contains(parameter);
        }
    }

    private SignInPage() {}

    static String html(
            Notice notice,
            String name,
            String to,
            String token,
            Optional<String> theme,
            List<ProviderSettings> providers) {
        boolean local = notice == Notice.REFUSED || notice == Notice.TOO_MANY;
        return TEMPLATE.replace("{theme}", theme.orElse("system"))
                .replace("{notice}", notice(notice))
                .replace("{providers}", providers(providers, to))
                .replace("{local-begin}", providers.isEmpty() ? "" : localBegin(local))
                .replace("{local-end}", providers.isEmpty() ? "" : "</details>")
                .replace("{focus}", providers.isEmpty() || local ? "autofocus" : "")
                .replace("{invalid}", notice == Notice.REFUSED ? "true" : "false")
                .replace("{token}", escape(token))
                .replace("{to}", escape(to))
                .replace("{name}", escape(name));
    }

    private static String providers(List<ProviderSettings> providers, String to) {
        StringBuilder html = new StringBuilder();
        for (ProviderSettings provider : providers) {
            html.append("<a class=\"provider\" href=\"")
                    .append(SingleSignOnServlet.PATH)
                    .append(provider.name())
                    .append("?to=")
                    .append(URLEncoder.encode(to, StandardCharsets.UTF_8))
                    .append("\">Continue with ")
                    .append(escape(provider.title()))
                    .append("</a>");
        }
        return html.isEmpty() ? "" : "<nav aria-label=\"Sign in\">" + html + "</nav>";
    }

    /** Open where somebody is at it already. */
    private static String localBegin(boolean open) {
        return "<details"
                + (open ? " open" : "")
                + "><summary>Use a local account</summary><p class=\"glass\">For emergencies, when"
                + " single sign-on is down. Every use is recorded and raises an alarm.</p>";
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
