package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Span;
import io.pinisi.auth.Identity;
import io.pinisi.auth.OpenSession;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.oidc.SingleSignOn;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells operators at the top of every page that somebody is signed in with a local account while
 * there is single sign-on: that is for emergencies only.
 */
final class BreakGlass extends Span {
    private static final long serialVersionUID = 1L;

    BreakGlass(Sessions sessions, SingleSignOn singleSignOn, Identity viewer) {
        List<OpenSession> local = sessions.local();
        setVisible(
                !singleSignOn.providers().isEmpty()
                        && !local.isEmpty()
                        && singleSignOn.isOperator(viewer));
        addClassName("break-glass");
        getElement().setAttribute("role", "status");
        String names =
                local.stream()
                        .map(session -> session.identity().name())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        add(Icon.WARN.create(), new Span("Local account in use: " + names));
        getElement()
                .setAttribute(
                        "title",
                        local.stream()
                                .map(
                                        session ->
                                                session.identity().name()
                                                        + " from "
                                                        + session.caller().address())
                                .distinct()
                                .collect(Collectors.joining("\n")));
    }
}
