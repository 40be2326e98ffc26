package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.shared.communication.PushMode;

/** The way out, from any page. */
public final class SignOut {
    /** A form, because signing out is a POST and must not need the page's own connection. */
    private static final String SUBMIT =
            "const f = document.createElement('form'); f.method = 'post'; f.action = '/sign-out';"
                    + "document.body.append(f); f.submit();";

    private SignOut() {}

    /** The page hangs up first, or it would hear of the session's end and say that it timed out. */
    public static void from(Component component) {
        component.getUI().ifPresent(ui -> ui.getPushConfiguration().setPushMode(PushMode.DISABLED));
        component.getElement().executeJs(SUBMIT);
    }
}
