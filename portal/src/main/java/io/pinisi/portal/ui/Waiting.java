package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Span;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;

/** How many requests wait for the decision of this person; nothing where none does. */
final class Waiting extends Span {
    private static final long serialVersionUID = 1L;

    Waiting(BackendSlot backend, Identity who) {
        addClassNames("waiting", "num");
        setVisible(false);
        Live.on(
                this,
                () -> backend.get().approvals().changes(),
                () -> backend.get().approvals().waiting(who),
                this::show,
                failure -> setVisible(false));
    }

    private void show(int count) {
        setVisible(count > 0);
        setText(Integer.toString(count));
        getElement().setAttribute("title", count + " waiting for your decision");
    }
}
