package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableBody;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeader;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import io.pinisi.portal.history.FieldChange;
import java.util.List;

/** Fields that differ, with what they were and what they became. */
public final class FieldChanges extends Div {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_MAX = 60;
    private static final int LENGTH_MAX = 400;

    public FieldChanges(List<FieldChange> changes) {
        this(changes, "Before", "After");
    }

    /**
     * @param from where the left values are
     * @param to where the right values are
     */
    public FieldChanges(List<FieldChange> changes, String from, String to) {
        addClassName("field-changes");
        NativeTable table = new NativeTable();
        NativeTableHeader head = new NativeTableHeader();
        head.add(
                new NativeTableRow(
                        new NativeTableHeaderCell("Field"),
                        new NativeTableHeaderCell(from),
                        new NativeTableHeaderCell(to)));
        NativeTableBody body = new NativeTableBody();
        changes.stream().limit(SHOWN_MAX).forEach(change -> body.add(row(change)));
        table.add(head, body);
        add(table);
        if (changes.size() > SHOWN_MAX) {
            Div more = new Div((changes.size() - SHOWN_MAX) + " more fields differ.");
            more.addClassName("soft");
            add(more);
        }
    }

    private static NativeTableRow row(FieldChange change) {
        return new NativeTableRow(
                cell(change.path(), "path"),
                cell(change.before(), "before"),
                cell(change.after(), "after"));
    }

    private static NativeTableCell cell(String text, String style) {
        String shown = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
        Span content = new Span(shown.isEmpty() ? "–" : shown);
        content.addClassName(shown.isEmpty() ? "soft" : style);
        return new NativeTableCell(content);
    }
}
