package io.pinisi.portal.web;

import io.pinisi.auth.SessionPolicy;
import java.net.URI;
import java.util.Optional;

/**
 * Where and how the portal is served.
 *
 * @param port 0 takes a free one
 * @param publicUrl what people type, where it is not the bound address; https makes cookies Secure
 */
public record PortalOptions(
        String host, int port, Optional<URI> publicUrl, SessionPolicy sessions, WebLimits limits) {

    public PortalOptions(String host, int port, Optional<URI> publicUrl, SessionPolicy sessions) {
        this(host, port, publicUrl, sessions, WebLimits.STANDARD);
    }

    public static PortalOptions loopback(int port) {
        return new PortalOptions("127.0.0.1", port, Optional.empty(), SessionPolicy.DEFAULT);
    }

    boolean secureCookies() {
        return publicUrl.map(url -> "https".equals(url.getScheme())).orElse(false);
    }
}
