package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;

/** Takes away what leads a person only to a page that is of no use to them. */
public final class Offered {
    private Offered() {}

    /** It stays as long as nobody knows better, so that most people never see it move. */
    public static void toDeployers(Component way, BackendSlot backend, Identity who) {
        Live.on(
                way,
                () -> backend.get().fleet().changes(),
                () -> backend.get().deploy().mayDeploy(who),
                way::setVisible,
                failure -> way.setVisible(true));
    }
}
