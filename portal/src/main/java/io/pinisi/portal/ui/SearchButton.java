package io.pinisi.portal.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Span;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the search, by a click or by Ctrl K (on a Mac Cmd K) on any page. */
final class SearchButton extends Button {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who;
    private final transient List<ShellPage> pages;
    private @Nullable SearchPalette open;

    SearchButton(BackendSlot backend, Identity who, List<ShellPage> pages) {
        this.backend = backend;
        this.who = who;
        this.pages = pages;
        addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        addClassName("search-button");
        Span word = new Span("Search");
        word.addClassName("word");
        Span keys = new Span("Ctrl K");
        keys.addClassName("keys");
        keys.getElement().setAttribute("aria-hidden", "true");
        getElement()
                .appendChild(
                        Icon.SEARCH.create().getElement(), word.getElement(), keys.getElement());
        setAriaLabel("Search");
        getElement().setAttribute("aria-keyshortcuts", "Control+K Meta+K");
        addClickListener(click -> search());
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        Shortcuts.addShortcutListener(this, this::search, Key.KEY_K, KeyModifier.CONTROL);
        Shortcuts.addShortcutListener(this, this::search, Key.KEY_K, KeyModifier.META);
    }

    private void search() {
        if (open == null || !open.isOpened()) {
            open = new SearchPalette(backend, who, pages);
            open.open();
        }
    }
}
