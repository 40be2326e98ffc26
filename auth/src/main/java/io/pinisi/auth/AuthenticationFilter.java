package io.pinisi.auth;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a request gets its identity: pages, Vaadin's requests and WebSocket
 * handshakes all pass here. Deny by default.
 */
public final class AuthenticationFilter implements Filter {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final List<AuthenticationMethod> methods;
    private final Predicate<String> isPublic;
    private final Refusal refusal;
    private final Foreign foreign;

    /** Answers a request without identity that is no page a person asked for. */
    @FunctionalInterface
    public interface Refusal {
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    /** Answers a request that another site made in somebody's browser. */
    @FunctionalInterface
    public interface Foreign {
        void answer(
                Optional<Identity> who, HttpServletRequest request, HttpServletResponse response)
                throws IOException;
    }

    /**
     * @param isPublic tells by path what everybody may have
     */
    public AuthenticationFilter(
            List<AuthenticationMethod> methods,
            Predicate<String> isPublic,
            Refusal refusal,
            Foreign foreign) {
        this.methods = List.copyOf(methods);
        this.isPublic = isPublic;
        this.refusal = refusal;
        this.foreign = foreign;
    }

    @Override
    public void doFilter(ServletRequest plainRequest, ServletResponse plain, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plainRequest;
        HttpServletResponse response = (HttpServletResponse) plain;
        if (changesSomething(request) && !sameOrigin(request)) {
            foreign.answer(identify(request), request, response);
            return;
        }
        Optional<Identity> identity = identify(request);
        if (identity.isPresent()) {
            chain.doFilter(new Identified(request, identity.get()), response);
            return;
        }
        if (isPublic.test(path(request))) {
            chain.doFilter(request, response);
            return;
        }
        if (isNavigation(request)) {
            response.sendRedirect("/sign-in" + query(request));
            return;
        }
        refusal.answer(request, response);
    }

    private Optional<Identity> identify(HttpServletRequest request) {
        for (AuthenticationMethod method : methods) {
            Optional<Identity> identity = method.identify(request);
            if (identity.isPresent()) {
                return identity;
            }
        }
        return Optional.empty();
    }

    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static boolean changesSomething(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod()) || isHandshake(request);
    }

    /** Browsers send Origin with every such request; what sends none brings no cookie by itself. */
    private static boolean sameOrigin(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            String site = request.getHeader("Sec-Fetch-Site");
            return site == null || site.equals("same-origin") || site.equals("none");
        }
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null
                    && authority.equalsIgnoreCase(request.getHeader("Host"))
                    && Set.of("http", "https")
                            .contains(
                                    origin.substring(0, origin.indexOf(':'))
                                            .toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isHandshake(HttpServletRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static boolean isNavigation(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return request.getMethod().equals("GET")
                && !isHandshake(request)
                && request.getParameter("v-r") == null
                && accept != null
                && accept.contains("text/html");
    }

    private static String query(HttpServletRequest request) {
        String query = request.getQueryString();
        String here = request.getRequestURI() + (query == null ? "" : "?" + query);
        String ended = request.getRequestedSessionId() == null ? "" : "ended&";
        String to = ReturnPath.of(here);
        if (to.equals("/")) {
            return ended.isEmpty() ? "" : "?ended";
        }
        return "?" + ended + "to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }

    private static final class Identified extends HttpServletRequestWrapper {
        private final Identity identity;

        Identified(HttpServletRequest request, Identity identity) {
            super(request);
            this.identity = identity;
        }

        @Override
        public Principal getUserPrincipal() {
            return identity;
        }

        @Override
        public String getRemoteUser() {
            return identity.name();
        }

        @Override
        public @Nullable String getAuthType() {
            return "SESSION";
        }

        @Override
        public boolean isUserInRole(String role) {
            return identity.groups().contains(role);
        }
    }
}
