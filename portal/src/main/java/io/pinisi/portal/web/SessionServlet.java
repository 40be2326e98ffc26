package io.pinisi.portal.web;

import io.pinisi.auth.SessionLeft;
import io.pinisi.auth.Sessions;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * How long the session lasts: a GET asks and keeps nothing alive, a POST is a person who wants to
 * stay.
 */
@Singleton
final class SessionServlet extends HttpServlet {
    static final String PATH = "/session";
    private static final long serialVersionUID = 1L;

    private final transient Sessions sessions;

    SessionServlet(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<SessionLeft> left = sessions.left(request);
        if (left.isEmpty()) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter()
                .write(
                        "{\"idle\":%d,\"absolute\":%d}\n"
                                .formatted(
                                        left.get().idle().toSeconds(),
                                        left.get().absolute().toSeconds()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        doGet(request, response);
    }
}
