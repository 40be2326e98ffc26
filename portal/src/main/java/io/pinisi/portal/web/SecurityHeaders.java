package io.pinisi.portal.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/**
 * Gives each request an id, and each response the headers that tell browsers what our pages may do.
 * Pages that Vaadin renders get a wider content policy with a nonce from {@link PageHead};
 * everything else may run no script at all.
 */
final class SecurityHeaders implements Filter {
    static final String POLICY = "Content-Security-Policy";
    private static final String STATIC_PAGES =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src"
                    + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final boolean secure;

    SecurityHeaders(boolean secure) {
        this.secure = secure;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse plain, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse response = (HttpServletResponse) plain;
        response.setHeader(POLICY, STATIC_PAGES);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader(
                "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
        if (secure) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        String id = UUID.randomUUID().toString();
        response.setHeader("X-Request-Id", id);
        chain.doFilter(new Named((HttpServletRequest) request, id), response);
    }

    /** A request with an id that error pages and audit records can name. */
    private static final class Named extends HttpServletRequestWrapper {
        private final String id;

        Named(HttpServletRequest request, String id) {
            super(request);
            this.id = id;
        }

        @Override
        public String getRequestId() {
            return id;
        }
    }

    /**
     * What a Vaadin page may do. Flow 25.2 compiles what the server asks the browser to do with
     * {@code new Function} and sets style attributes, so {@code unsafe-eval} and inline styles
     * stay; inline scripts run only with this page's nonce.
     *
     * @param formsElsewhere origins that a form's answer may lead to, each after a space
     */
    static String vaadinPage(String nonce, String formsElsewhere) {
        return "default-src 'none'; script-src 'self' 'unsafe-eval' 'nonce-"
                + nonce
                + "'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'"
                + " data:; connect-src 'self'; manifest-src 'self'; worker-src 'none'; form-action"
                + " 'self'"
                + formsElsewhere
                + "; base-uri 'self'; frame-ancestors 'none'";
    }
}
