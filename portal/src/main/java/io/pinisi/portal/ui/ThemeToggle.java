package io.pinisi.portal.ui;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;

/** Light, dark, or as the system has it; the browser keeps the choice in a cookie for a year. */
final class ThemeToggle extends MenuBar {
    private static final long serialVersionUID = 1L;
    private static final String CHOOSE =
            "document.documentElement.dataset.theme = $0;"
                    + "document.cookie = 'pinisi-theme=' + $0"
                    + " + ';path=/;max-age=31536000;samesite=lax'"
                    + " + (location.protocol === 'https:' ? ';secure' : '');";

    ThemeToggle() {
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_ICON);
        MenuItem root = addItem(Icon.SUN.create());
        root.setAriaLabel("Theme");
        add(root, "Light", "light", Icon.SUN);
        add(root, "Dark", "dark", Icon.MOON);
        add(root, "As the system", "system", Icon.SYSTEM);
    }

    private void add(MenuItem root, String label, String theme, Icon icon) {
        root.getSubMenu()
                .addItem(
                        new Span(icon.create(), new Span(label)),
                        click -> getElement().executeJs(CHOOSE, theme))
                .addClassName("with-icon");
    }
}
