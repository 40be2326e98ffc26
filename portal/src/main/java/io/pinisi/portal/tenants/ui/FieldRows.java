package io.pinisi.portal.tenants.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Several rows of the same fields, which people add and take away. */
final class FieldRows<R extends FieldRows.Row> extends Div {
    private static final long serialVersionUID = 1L;

    private final transient List<R> rows = new ArrayList<>();
    private final Div body = new Div();
    private final String what;

    /** The fields of one row. */
    interface Row {
        List<Component> fields();

        /** Rows that nobody has filled in are left out. */
        boolean isBlank();

        /** Shows what is wrong at the field that it concerns. */
        void refuse(String field, String why);

        void clear();
    }

    /**
     * @param what one row is, for example "member"
     * @param blank makes an empty row
     */
    FieldRows(String what, Supplier<R> blank) {
        this.what = what;
        addClassName("field-rows");
        body.addClassName("stack");
        Button add = new Button("Add a " + what, click -> add(blank.get()));
        add.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add(body, add);
    }

    void add(R row) {
        rows.add(row);
        Div line = new Div();
        line.add(row.fields());
        line.addClassName("field-row");
        Button remove = new Button(new Span("Remove"));
        remove.setAriaLabel("Remove this " + what);
        remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        remove.addClickListener(
                click -> {
                    rows.remove(row);
                    body.remove(line);
                });
        line.add(remove);
        body.add(line);
    }

    /** Those that are filled in, in their order. */
    List<R> filled() {
        return rows.stream().filter(row -> !row.isBlank()).toList();
    }

    void clearFaults() {
        rows.forEach(Row::clear);
    }
}
