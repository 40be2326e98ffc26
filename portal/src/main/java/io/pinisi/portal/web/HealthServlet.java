package io.pinisi.portal.web;

import io.pinisi.portal.backend.BackendSlot;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /health/live}: the process answers. {@code /health/ready} and {@code /health}: the hub is
 * there too.
 */
@Singleton
final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient BackendSlot backend;

    HealthServlet(BackendSlot backend) {
        this.backend = backend;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean live = "/live".equals(request.getPathInfo());
        boolean up = live || backend.find().isPresent();
        response.setStatus(
                up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(up ? "{\"status\":\"UP\"}\n" : "{\"status\":\"STARTING\"}\n");
    }
}
