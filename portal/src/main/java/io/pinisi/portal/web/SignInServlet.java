package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.ReturnPath;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.SignInOutcome;
import io.pinisi.auth.SignInRecords;
import io.pinisi.portal.web.SignInPage.Notice;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sign-in page: plain HTML without scripts, so that it is there at once and no session has to
 * exist before somebody has signed in. Its form carries a token that must equal a cookie's.
 */
@Singleton
final class SignInServlet extends HttpServlet {
    static final String PATH = "/sign-in";
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(SignInServlet.class);
    private static final int MOST_BYTES = 8 * 1024;

    private final transient WaysIn waysIn;
    private final transient Sessions sessions;
    private final transient RefusedAttempts attempts;
    private final transient FormToken token;

    SignInServlet(
            WaysIn waysIn, Sessions sessions, RefusedAttempts attempts, PortalOptions options) {
        this.waysIn = waysIn;
        this.attempts = attempts;
        this.sessions = sessions;
        this.token = new FormToken(options.secureCookies());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String to = ReturnPath.of(request.getParameter("to"));
        if (request.getUserPrincipal() != null) {
            response.sendRedirect(to);
            return;
        }
        show(request, response, HttpServletResponse.SC_OK, notice(request), "", to);
    }

    private static Notice notice(HttpServletRequest request) {
        return Arrays.stream(Notice.values())
                .filter(notice -> notice.isToldBy(request.getParameterMap().keySet()))
                .findFirst()
                .orElse(Notice.NONE);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getContentLengthLong() > MOST_BYTES) {
            attempts.record(
                    new RefusedAttempts.Attempt("sign-in", "form", "body too large"),
                    Caller.of(request));
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return;
        }
        String to = ReturnPath.of(request.getParameter("to"));
        String name = text(request.getParameter("name"));
        if (!token.matches(request)) {
            attempts.record(
                    new RefusedAttempts.Attempt("sign-in", "form", "the form is not ours"),
                    Caller.of(request));
            show(request, response, HttpServletResponse.SC_FORBIDDEN, Notice.STALE_FORM, name, to);
            return;
        }
        SignInOutcome outcome = attempt(request, name);
        switch (outcome) {
            case SignInOutcome.SignedIn signedIn -> {
                alarm(signedIn.identity(), request);
                sessions.begin(request, signedIn.identity());
                token.forget(response);
                response.sendRedirect(to);
            }
            case SignInOutcome.Refused() ->
                    show(
                            request,
                            response,
                            HttpServletResponse.SC_UNAUTHORIZED,
                            Notice.REFUSED,
                            name,
                            to);
            case SignInOutcome.TooManyAttempts(Duration retryAfter) -> {
                response.setHeader(
                        "Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
                show(request, response, 429, Notice.TOO_MANY, name, to);
            }
        }
    }

    /** Where there is single sign-on, a local account is for emergencies, and somebody looks. */
    private void alarm(Identity identity, HttpServletRequest request) throws IOException {
        if (waysIn.singleSignOn().providers().isEmpty()) {
            return;
        }
        Caller caller = Caller.of(request);
        log.warn("alarm=break-glass user={} source={}", identity.name(), caller.address());
        try {
            waysIn.records().append(identity, "break-glass", SignInRecords.ALLOWED, caller);
        } catch (InterruptedException e) {
            throw Interruptions.during("the sign-in", e);
        }
    }

    private SignInOutcome attempt(HttpServletRequest request, String name) throws IOException {
        try {
            return waysIn.accounts()
                    .signIn(name, text(request.getParameter("password")), Caller.of(request));
        } catch (InterruptedException e) {
            throw Interruptions.during("the sign-in", e);
        }
    }

    private void show(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            Notice notice,
            String name,
            String to)
            throws IOException {
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        Optional<String> theme = ThemeCookie.of(request.getCookies());
        response.getWriter()
                .write(
                        SignInPage.html(
                                notice,
                                name,
                                to,
                                token.issue(request, response),
                                theme,
                                waysIn.singleSignOn().providers()));
    }

    private static String text(@Nullable String parameter) {
        return parameter == null ? "" : parameter;
    }
}
