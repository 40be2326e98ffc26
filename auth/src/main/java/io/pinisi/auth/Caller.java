package io.pinisi.auth;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Where a request came from, for limits and audit records.
 *
 * @param address the peer's; headers that a client may set are not believed
 */
public record Caller(String address, String userAgent, String requestId) {
    private static final int LONGEST_AGENT = 256;

    public static Caller of(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        String told = agent == null ? "" : agent;
        return new Caller(
                request.getRemoteAddr(),
                told.length() > LONGEST_AGENT ? told.substring(0, LONGEST_AGENT) : told,
                request.getRequestId());
    }
}
