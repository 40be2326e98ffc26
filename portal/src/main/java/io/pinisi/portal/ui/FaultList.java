package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;

/** What a server found wrong, fault by fault; read out as soon as it appears. */
public final class FaultList extends UnorderedList {
    private static final long serialVersionUID = 1L;

    public FaultList() {
        addClassName("problems");
        getElement().setAttribute("role", "alert");
    }

    /**
     * @param where what the fault is in, may be empty
     * @param field path of the field, may be empty
     */
    public void add(String where, String field, String message) {
        ListItem item = new ListItem();
        if (!where.isEmpty()) {
            item.add(new Span(where + ": "));
        }
        if (!field.isEmpty()) {
            item.add(new Code(field), new Span(" "));
        }
        item.add(new Span(message));
        add(item);
    }
}
