package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.ReturnPath;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.CodeFlow;
import io.pinisi.auth.oidc.ProviderException;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.auth.token.KnownPeople;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ways between the portal and providers: {@code NAME} leaves for the provider, {@code
 * NAME/callback} is where the browser comes back, {@code NAME/logout} is where the provider itself
 * tells that somebody has signed out (back-channel logout).
 */
@Singleton
final class SingleSignOnServlet extends HttpServlet {
    static final String PATH = "/sign-in/sso/";
    private static final long serialVersionUID = 1L;
    private static final String CALLBACK = "/callback";
    private static final String LOGOUT = "/logout";
    private static final int MOST_BYTES = 16 * 1024;
    private static final Logger log = LoggerFactory.getLogger(SingleSignOnServlet.class);

    private final transient SingleSignOn singleSignOn;
    private final transient SignInRecords records;
    private final transient RefusedAttempts attempts;
    private final transient KnownPeople people;
    private final transient Sessions sessions;
    private final transient PendingCookie pending;
    private final transient PortalAddress address;

    SingleSignOnServlet(
            WaysIn waysIn,
            Sessions sessions,
            RefusedAttempts attempts,
            PendingCookie pending,
            PortalAddress address) {
        this.attempts = attempts;
        this.singleSignOn = waysIn.singleSignOn();
        this.records = waysIn.records();
        this.people = waysIn.tokens().people();
        this.sessions = sessions;
        this.pending = pending;
        this.address = address;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = Objects.requireNonNullElse(request.getPathInfo(), "/").substring(1);
        boolean back = path.endsWith(CALLBACK);
        String provider = back ? path.substring(0, path.length() - CALLBACK.length()) : path;
        if (singleSignOn.provider(provider).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", "no-store");
        try {
            if (back) {
                arrive(provider, request, response);
            } else {
                leave(provider, request, response);
            }
        } catch (ProviderException e) {
            fail(provider, e, request, response);
        }
    }

    private void leave(String provider, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ProviderException {
        String to = ReturnPath.of(request.getParameter("to"));
        if (!address.isUsedBy(request)) {
            response.sendRedirect(
                    address.of(request).resolve(PATH + provider)
                            + "?to="
                            + URLEncoder.encode(to, StandardCharsets.UTF_8));
            return;
        }
        CodeFlow.Begun begun = singleSignOn.begin(provider, address.of(request), to);
        pending.keep(response, begun.pending());
        response.sendRedirect(begun.redirect().toString());
    }

    private void arrive(String provider, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ProviderException {
        SingleSignOn.Arrival arrival =
                singleSignOn.finish(
                        provider,
                        address.of(request),
                        Objects.requireNonNullElse(request.getQueryString(), ""),
                        pending.take(request, response));
        arrived(arrival.identity(), request);
        sessions.begin(request, arrival.identity(), arrival.standing());
        response.sendRedirect(ReturnPath.of(arrival.to()));
    }

    private void arrived(Identity who, HttpServletRequest request) throws IOException {
        try {
            people.signedIn(who, Caller.of(request));
        } catch (InterruptedException e) {
            throw Interruptions.during("the sign-in", e);
        }
    }

    private void fail(
            String provider,
            ProviderException failure,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        log.warn("provider={} sign-in failed: {}", provider, failure.getMessage());
        boolean refused = failure.kind() == ProviderException.Kind.REFUSED;
        if (refused) {
            refuse("sign-in", provider, failure, request);
        }
        response.sendRedirect(SignInServlet.PATH + (refused ? "?refused" : "?unreachable"));
    }

    private void refuse(
            String verb, String provider, ProviderException why, HttpServletRequest request)
            throws IOException {
        attempts.record(
                new RefusedAttempts.Attempt(
                        verb, "provider " + provider, String.valueOf(why.getMessage())),
                Caller.of(request));
    }

    /**
     * OpenID Connect Back-Channel Logout 1.0, section 2.8: 200 when done, 400 when not believed.
     */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String path = Objects.requireNonNullElse(request.getPathInfo(), "/").substring(1);
        if (!path.endsWith(LOGOUT)) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (request.getContentLengthLong() > MOST_BYTES) {
            attempts.record(
                    new RefusedAttempts.Attempt("sign-out", path, "body too large"),
                    Caller.of(request));
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        String provider = path.substring(0, path.length() - LOGOUT.length());
        response.setHeader("Cache-Control", "no-store");
        try {
            String token = Objects.requireNonNullElse(request.getParameter("logout_token"), "");
            for (Identity ended : sessions.endWhere(singleSignOn.loggedOut(provider, token))) {
                record(ended, "sign-out", request);
            }
        } catch (ProviderException e) {
            log.warn("provider={} logout not believed: {}", provider, e.getMessage());
            refuse("sign-out", provider, e, request);
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private void record(Identity who, String verb, HttpServletRequest request) throws IOException {
        try {
            records.append(who, verb, SignInRecords.ALLOWED, Caller.of(request));
        } catch (InterruptedException e) {
            throw Interruptions.during("the " + verb, e);
        }
    }
}
