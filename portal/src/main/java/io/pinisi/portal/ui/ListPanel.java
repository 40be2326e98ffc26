package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** A live list: filter above, rows, and the way to further pages; the service does the work. */
public final class ListPanel<T> extends Div {
    private static final long serialVersionUID = 1L;
    private static final int PAGE = 50;
    private static final int TYPING_MILLIS = 250;

    private final transient AtomicReference<PageRequest> request =
            new AtomicReference<>(PageRequest.first(PAGE));
    private final String what;
    private final RowTable<T> table;
    private final transient Supplier<Component> empty;
    private final transient Live<Page<T>> live;
    private final TextField filter = new TextField();
    private final Span count = new Span();
    private final Button back = new Button("Previous", click -> turn(-PAGE));
    private final Button forth = new Button("Next", click -> turn(PAGE));
    private final Div body = new Div();

    /**
     * @param what the rows in the plural, for example "clusters"
     * @param empty shown where there are no rows at all, whatever the filter
     */
    public ListPanel(
            String what,
            RowTable<T> table,
            Supplier<Component> empty,
            Supplier<Changes> changes,
            Function<PageRequest, Page<T>> read) {
        this.what = what;
        this.table = table;
        this.empty = empty;
        addClassNames("panel", "list");
        filter.setPlaceholder("Filter " + what);
        filter.setAriaLabel("Filter " + what);
        filter.setPrefixComponent(Icon.SEARCH.create());
        filter.setClearButtonVisible(true);
        filter.setValueChangeMode(ValueChangeMode.LAZY);
        filter.setValueChangeTimeout(TYPING_MILLIS);
        count.addClassNames("soft", "num");
        count.getElement().setAttribute("aria-live", "polite");
        Div bar = new Div(filter, count);
        bar.addClassName("list-bar");
        back.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        forth.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        Div pages = new Div(back, forth);
        pages.addClassName("pages");
        body.add(Placeholder.loading());
        add(bar, body, pages);
        back.setVisible(false);
        forth.setVisible(false);
        live = Live.on(this, changes, () -> read.apply(request.get()), this::show, this::fail);
        filter.addValueChangeListener(event -> filter(event.getValue()));
        table.onSort(this::sort);
    }

    /** Heads the list where it is a part of a page. */
    public void setHeading(String title) {
        addComponentAsFirst(new H2(title));
    }

    private void filter(String words) {
        update(now -> new PageRequest(words, now.sort(), now.descending(), 0, PAGE));
    }

    private void sort(String key) {
        update(
                now ->
                        new PageRequest(
                                now.filter(),
                                key,
                                now.sort().equals(key) && !now.descending(),
                                0,
                                PAGE));
        table.setSort(request.get().sort(), request.get().descending());
    }

    private void turn(int by) {
        update(
                now ->
                        new PageRequest(
                                now.filter(),
                                now.sort(),
                                now.descending(),
                                Math.max(0, now.offset() + by),
                                PAGE));
    }

    private void update(Function<PageRequest, PageRequest> change) {
        request.updateAndGet(change::apply);
        live.refresh();
    }

    private void show(Page<T> page) {
        int from = request.get().offset();
        count.setText(words(page, from));
        back.setVisible(from > 0);
        forth.setVisible(from + page.rows().size() < page.total());
        if (page.rows().isEmpty()) {
            put(page.all() == 0 ? empty.get() : nothingFits());
            return;
        }
        table.setRows(page.rows());
        put(table);
    }

    private Component nothingFits() {
        Button clear = new Button("Clear the filter", click -> filter.clear());
        return new Placeholder(
                Icon.SEARCH,
                "Nothing fits the filter",
                "“" + request.get().filter().strip() + "” occurs in no row.",
                clear);
    }

    private static String words(Page<?> page, int from) {
        if (page.total() == 0) {
            return "";
        }
        String range =
                page.rows().size() == page.total()
                        ? Integer.toString(page.total())
                        : (from + 1) + "–" + (from + page.rows().size()) + " of " + page.total();
        return page.total() == page.all() ? range : range + " (" + page.all() + " in all)";
    }

    private void fail(Failure failure) {
        count.setText("");
        put(Placeholder.of(failure.about("list " + what)));
    }

    private void put(Component component) {
        if (body.getComponentCount() != 1 || body.getComponentAt(0) != component) {
            body.removeAll();
            body.add(component);
        }
    }
}
