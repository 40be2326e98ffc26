package io.pinisi.portal.ui;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.shared.communication.PushMode;
import io.pinisi.auth.Identity;

/** Who is signed in, and the way out. */
final class PersonMenu extends MenuBar {
    private static final long serialVersionUID = 1L;

    /** A form, because signing out is a POST and must not need the page's own connection. */
    private static final String SIGN_OUT =
            "const f = document.createElement('form'); f.method = 'post'; f.action = '/sign-out';"
                    + "document.body.append(f); f.submit();";

    PersonMenu() {
        Identity person = Person.current();
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        addClassName("person");
        Span name = new Span(person.name());
        name.addClassName("name");
        MenuItem root = addItem(new Span(Icon.USER.create(), name));
        root.setAriaLabel("Account of " + person.name());
        Div groups = new Div(String.join(", ", person.groups()));
        groups.addClassName("groups");
        MenuItem who = root.getSubMenu().addItem(new Div(new Span(person.name()), groups));
        who.setEnabled(false);
        root.getSubMenu()
                .addItem(
                        "Change password",
                        e ->
                                e.getSource()
                                        .getUI()
                                        .ifPresent(ui -> ui.navigate("account/password")));
        root.getSubMenu().addItem("Sign out", click -> signOut());
    }

    /** The page hangs up first, or it would hear of the session's end and say that it timed out. */
    private void signOut() {
        getUI().ifPresent(ui -> ui.getPushConfiguration().setPushMode(PushMode.DISABLED));
        getElement().executeJs(SIGN_OUT);
    }
}
