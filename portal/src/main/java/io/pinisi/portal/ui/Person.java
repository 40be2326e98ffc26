package io.pinisi.portal.ui;

import com.vaadin.flow.server.VaadinRequest;
import io.pinisi.auth.Identity;

/** Who the current request comes from. */
public final class Person {
    private Person() {}

    /** Only within a request; views ask once, when they are made. */
    public static Identity current() {
        VaadinRequest request = VaadinRequest.getCurrent();
        if (request != null && request.getUserPrincipal() instanceof Identity identity) {
            return identity;
        }
        throw new IllegalStateException("a page without a signed-in person");
    }
}
