package io.pinisi.portal.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What distinguishes the requests that Vaadin's client makes. */
final class VaadinRequests {
    /** Flow's own word for an ended session; its client then shows the session-ended page. */
    private static final byte[] SESSION_ENDED =
            "for(;;);[{\"meta\":{\"sessionExpired\":true,\"async\":true},\"syncId\":-1}]"
                    .getBytes(StandardCharsets.UTF_8);

    private VaadinRequests() {}

    /** Requests that an open page makes without anybody touching it. */
    static boolean isAutomatic(HttpServletRequest request) {
        String kind = request.getParameter("v-r");
        return "heartbeat".equals(kind)
                || "push".equals(kind)
                || request.getRequestURI().startsWith("/VAADIN/push")
                || request.getRequestURI().startsWith("/health")
                || (request.getRequestURI().equals(SessionServlet.PATH)
                        && request.getMethod().equals("GET"));
    }

    /** Answers a request that came without identity and was no page. */
    static void refuse(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if ("uidl".equals(request.getParameter("v-r"))) {
            response.setContentType("application/json;charset=utf-8");
            response.getOutputStream().write(SESSION_ENDED);
            return;
        }
        int status =
                "heartbeat".equals(request.getParameter("v-r"))
                        ? HttpServletResponse.SC_FORBIDDEN
                        : HttpServletResponse.SC_UNAUTHORIZED;
        response.sendError(status);
    }
}
