package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.Standing;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/**
 * Ends the session, here and at the provider that it came from; only by POST, so that no foreign
 * link can do it.
 */
@Singleton
final class SignOutServlet extends HttpServlet {
    static final String PATH = "/sign-out";
    private static final long serialVersionUID = 1L;

    private final transient SignInRecords records;
    private final transient Sessions sessions;

    SignOutServlet(WaysIn waysIn, Sessions sessions) {
        this.records = waysIn.records();
        this.sessions = sessions;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String next = SignInServlet.PATH + "?left";
        if (request.getUserPrincipal() instanceof Identity identity) {
            try {
                next =
                        sessions.standing(request)
                                .flatMap(Standing::wayOut)
                                .map(URI::toString)
                                .orElse(next);
                records.append(identity, "sign-out", SignInRecords.ALLOWED, Caller.of(request));
            } catch (InterruptedException e) {
                throw Interruptions.during("the sign-out", e);
            } finally {
                sessions.end(request);
            }
        }
        response.setHeader("Clear-Site-Data", "\"cache\"");
        response.sendRedirect(next);
    }
}
