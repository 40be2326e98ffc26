package io.pinisi.portal.ui;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.pinisi.auth.Identity;

/** Who is signed in, and the way out. */
final class PersonMenu extends MenuBar {
    private static final long serialVersionUID = 1L;

    PersonMenu() {
        Identity person = Person.current();
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        addClassName("person");
        Span name = new Span(person.fullName());
        name.addClassName("name");
        MenuItem root = addItem(new Span(Icon.USER.create(), name));
        root.setAriaLabel("Account of " + person.fullName());
        Div groups = new Div(String.join(", ", person.groups()));
        groups.addClassName("groups");
        MenuItem who = root.getSubMenu().addItem(new Div(new Span(person.fullName()), groups));
        who.setEnabled(false);
        root.getSubMenu().addItem("Your account", click -> go("account"));
        if (person.isLocal()) {
            root.getSubMenu().addItem("Change password", click -> go("account/password"));
        }
        root.getSubMenu().addItem("Sign out", click -> SignOut.from(this));
    }

    private void go(String path) {
        getUI().ifPresent(ui -> ui.navigate(path));
    }
}
