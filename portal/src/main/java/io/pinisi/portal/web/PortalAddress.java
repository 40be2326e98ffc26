package io.pinisi.portal.web;

import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;

/** The portal's own address, for providers that send browsers back; never taken from a header. */
@Singleton
final class PortalAddress {
    private final PortalOptions options;

    PortalAddress(PortalOptions options) {
        this.options = options;
    }

    URI of(HttpServletRequest request) {
        return options.publicUrl()
                .orElseGet(
                        () ->
                                URI.create(
                                        "http://"
                                                + options.host()
                                                + ":"
                                                + request.getLocalPort()
                                                + "/"));
    }

    /** Whether the browser uses that address too: cookies go nowhere else. */
    boolean isUsedBy(HttpServletRequest request) {
        return of(request).getAuthority().equalsIgnoreCase(request.getHeader("Host"));
    }
}
