package io.pinisi.portal.ui;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.Notification.Position;
import com.vaadin.flow.component.notification.NotificationVariant;

/** Short messages about what has just been done. */
public final class Notices {
    private static final int DONE_MILLIS = 4_000;
    private static final int FAILURE_MILLIS = 12_000;

    private Notices() {}

    public static void done(String text) {
        Notification.show(text, DONE_MILLIS, Position.BOTTOM_START)
                .addThemeVariants(NotificationVariant.LUMO_SUCCESS);
    }

    /** What needs another person stays to be read, with the way to say why. */
    public static void failure(Failure failure) {
        if (failure.kind() == Failure.Kind.APPROVAL) {
            FiledDialog.open(failure);
            return;
        }
        refused(failure.title(), failure.text());
    }

    public static void refused(String what, String why) {
        Notification.show(what + ": " + why, FAILURE_MILLIS, Position.BOTTOM_START)
                .addThemeVariants(NotificationVariant.LUMO_ERROR);
    }
}
