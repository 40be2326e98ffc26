package io.pinisi.portal.web;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.Sessions;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Ends the session; only by POST, so that no foreign link can do it. */
@Singleton
final class SignOutServlet extends HttpServlet {
    static final String PATH = "/sign-out";
    private static final long serialVersionUID = 1L;

    private final transient LocalAccounts accounts;
    private final transient Sessions sessions;

    SignOutServlet(LocalAccounts accounts, Sessions sessions) {
        this.accounts = accounts;
        this.sessions = sessions;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getUserPrincipal() instanceof Identity identity) {
            try {
                accounts.signedOut(identity, Caller.of(request));
            } catch (InterruptedException e) {
                throw Interruptions.during("the sign-out", e);
            } finally {
                sessions.end(request);
            }
        }
        response.setHeader("Clear-Site-Data", "\"cache\"");
        response.sendRedirect(SignInServlet.PATH + "?left");
    }
}
