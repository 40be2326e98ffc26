package io.pinisi.portal.account.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinServletRequest;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.PasswordChange;
import io.pinisi.auth.Sessions;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Work;

/** Where the signed-in person changes the password. */
@Prototype
@Route("account/password")
final class PasswordView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final transient LocalAccounts accounts;
    private final transient Sessions sessions;
    private final transient Identity who = Person.current();
    private final PasswordField current = new PasswordField("Current password");
    private final PasswordField next = new PasswordField("New password");
    private final PasswordField again = new PasswordField("New password again");
    private final Button change = new Button("Change password", click -> change());

    PasswordView(LocalAccounts accounts, Sessions sessions) {
        super("Change password");
        this.accounts = accounts;
        this.sessions = sessions;
        current.getElement().setAttribute("autocomplete", "current-password");
        next.getElement().setAttribute("autocomplete", "new-password");
        again.getElement().setAttribute("autocomplete", "new-password");
        next.setHelperText("At least 12 characters. A few words you can remember do well.");
        change.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        change.addClickShortcut(Key.ENTER);
        Div form = new Div(current, next, again, change);
        form.addClassNames("stack", "narrow");
        add(
                new Panel(
                        "Account " + who.name(),
                        new Paragraph("All your other sessions end when the password changes."),
                        form));
    }

    private void change() {
        current.setInvalid(false);
        again.setInvalid(false);
        next.setInvalid(false);
        if (!next.getValue().equals(again.getValue())) {
            refuse(again, "The two new passwords differ.");
            return;
        }
        change.setEnabled(false);
        Caller caller = Caller.of(VaadinServletRequest.getCurrent().getHttpServletRequest());
        String old = current.getValue();
        String wanted = next.getValue();
        Work.run(
                this,
                () -> attempt(old, wanted, caller),
                this::show,
                failure -> {
                    change.setEnabled(true);
                    Notices.failure(failure);
                });
    }

    private PasswordChange attempt(String old, String wanted, Caller caller) {
        try {
            return accounts.changePassword(who, old, wanted, caller);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the portal is stopping", e);
        }
    }

    private void show(PasswordChange outcome) {
        change.setEnabled(true);
        switch (outcome) {
            case PasswordChange.Changed() -> {
                sessions.endOthers(who.name(), who.session());
                current.clear();
                next.clear();
                again.clear();
                Notices.done("The password has been changed");
            }
            case PasswordChange.WrongPassword() ->
                    refuse(current, "This is not the current password.");
            case PasswordChange.Unfit(String why) -> refuse(next, why);
            case PasswordChange.TooManyAttempts() ->
                    refuse(current, "Too many attempts. Wait a few minutes.");
        }
    }

    private static void refuse(PasswordField field, String why) {
        field.setErrorMessage(why);
        field.setInvalid(true);
        field.focus();
    }
}
