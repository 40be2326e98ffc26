package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** A share as a thin bar with its words; the words alone say everything. */
public final class Meter extends Div {
    private static final long serialVersionUID = 1L;

    public Meter(String label, int percent, String words) {
        addClassName("meter");
        Span name = new Span(label);
        Span value = new Span(words);
        value.addClassName("value");
        Div bar = new Div();
        bar.addClassName("bar");
        bar.getElement().setAttribute("aria-hidden", "true");
        Div fill = new Div();
        fill.getStyle().set("width", percent + "%");
        bar.add(fill);
        add(name, value, bar);
    }
}
