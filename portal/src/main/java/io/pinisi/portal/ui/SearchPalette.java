package io.pinisi.portal.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.search.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Goes anywhere by name: pages at once, everything else as soon as it is found. */
final class SearchPalette extends Dialog {
    private static final long serialVersionUID = 1L;
    private static final int HITS = 12;
    private static final int PAGES = 4;
    private static final int TYPING_MILLIS = 150;
    private static final String ID = "palette-hit-";

    /** The text field's own input is what assistive technology reads. */
    private static final String TELL_CHOSEN =
            "this.inputElement.setAttribute('aria-activedescendant', $0)";

    private static final String BECOME_COMBO_BOX =
            "const input = this.inputElement; input.setAttribute('role', 'combobox');"
                    + "input.setAttribute('aria-expanded', 'true');"
                    + "input.setAttribute('aria-controls', 'palette-hits');";

    private final transient BackendSlot backend;
    private final transient Identity who;
    private final transient List<ShellPage> pages;
    private final TextField field = new TextField();
    private final UnorderedList list = new UnorderedList();
    private final Div told = new Div();
    private transient List<Hit> hits = List.of();
    private int chosen;

    /** Answers to what was asked before are dropped. */
    private int asked;

    private boolean awaited;
    private boolean leaving;

    SearchPalette(BackendSlot backend, Identity who, List<ShellPage> pages) {
        this.backend = backend;
        this.who = who;
        this.pages = pages;
        addClassName("palette");
        getElement().setAttribute("aria-label", "Search");
        setWidth("min(40rem, 94vw)");
        setTop("12vh");
        field.setPlaceholder("Clusters, applications, pods, tenants, pages");
        field.setAriaLabel("Search");
        field.setPrefixComponent(Icon.SEARCH.create());
        field.setWidthFull();
        field.setAutofocus(true);
        field.setClearButtonVisible(true);
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setValueChangeTimeout(TYPING_MILLIS);
        field.addValueChangeListener(change -> ask(change.getValue().strip()));
        field.addKeyDownListener(Key.ARROW_DOWN, key -> choose(chosen + 1));
        field.addKeyDownListener(Key.ARROW_UP, key -> choose(chosen - 1));
        field.addKeyDownListener(Key.ENTER, key -> enter());
        list.setId("palette-hits");
        list.addClassName("palette-hits");
        list.getElement().setAttribute("role", "listbox").setAttribute("aria-label", "Found");
        told.addClassName("palette-told");
        told.getElement().setAttribute("role", "status");
        add(field, list, told);
        field.getElement().executeJs(BECOME_COMBO_BOX);
        ask("");
    }

    private void ask(String text) {
        int question = ++asked;
        leaving = false;
        awaited = !text.isEmpty();
        show(named(text), awaited ? "" : "kind: ns: cluster: and label: narrow the search down.");
        if (!awaited) {
            return;
        }
        Work.run(
                this,
                () -> backend.get().search().search(who, text, HITS),
                found -> answered(question, text, found),
                failure -> failed(question, failure));
    }

    private List<Hit> named(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return pages.stream()
                .filter(page -> page.label().toLowerCase(Locale.ROOT).contains(wanted))
                .limit(wanted.isEmpty() ? Integer.MAX_VALUE : PAGES)
                .map(page -> new Hit(Hit.Sort.PAGE, page.label(), "Page", page.path()))
                .toList();
    }

    private void answered(int question, String text, List<Hit> found) {
        if (question != asked) {
            return;
        }
        awaited = false;
        List<Hit> all = new ArrayList<>(named(text));
        all.addAll(found);
        show(all, all.isEmpty() ? "Nothing that you may see is called that." : "");
        if (leaving) {
            enter();
        }
    }

    private void failed(int question, Failure failure) {
        if (question == asked) {
            awaited = false;
            told.setText(failure.title() + ": " + failure.text());
        }
    }

    private void show(List<Hit> next, String words) {
        hits = List.copyOf(next);
        list.removeAll();
        for (int i = 0; i < hits.size(); i++) {
            list.add(row(i, hits.get(i)));
        }
        told.setText(words);
        choose(0);
    }

    private ListItem row(int index, Hit hit) {
        Span title = new Span(hit.title());
        title.addClassName("title");
        Span detail = new Span(hit.detail());
        detail.addClassName("soft");
        Anchor link = Links.to(hit.path());
        link.add(icon(hit).create(), title, detail);
        link.getElement().setAttribute("tabindex", "-1");
        link.getElement().addEventListener("click", click -> close());
        ListItem row = new ListItem(link);
        row.setId(ID + index);
        row.getElement().setAttribute("role", "option");
        return row;
    }

    private Icon icon(Hit hit) {
        return switch (hit.sort()) {
            case PAGE ->
                    pages.stream()
                            .filter(page -> page.path().equals(hit.path()))
                            .map(ShellPage::icon)
                            .findFirst()
                            .orElse(Icon.OPEN);
            case CLUSTER -> Icon.CLUSTERS;
            case TENANT -> Icon.TENANTS;
            case OBJECT -> Icon.APPLICATIONS;
        };
    }

    private void choose(int index) {
        chosen = hits.isEmpty() ? 0 : Math.floorMod(index, hits.size());
        for (int i = 0; i < hits.size(); i++) {
            boolean is = i == chosen;
            list.getComponentAt(i).getElement().setAttribute("aria-selected", Boolean.toString(is));
            if (is) {
                list.getComponentAt(i)
                        .getElement()
                        .executeJs("this.scrollIntoView({block: 'nearest'})");
            }
        }
        field.getElement().executeJs(TELL_CHOSEN, hits.isEmpty() ? "" : ID + chosen);
    }

    /** Somebody who types fast wants what is found, not what was there before. */
    private void enter() {
        if (awaited) {
            leaving = true;
            return;
        }
        if (!hits.isEmpty()) {
            String path = hits.get(chosen).path();
            getUI().ifPresent(ui -> ui.navigate(path));
            close();
        }
    }
}
