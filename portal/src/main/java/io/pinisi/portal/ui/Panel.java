package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;

/** A titled part of a page. */
public final class Panel extends Section {
    private static final long serialVersionUID = 1L;
    private final Div head = new Div();

    public Panel(String title, Component... content) {
        addClassName("panel");
        head.addClassName("panel-head");
        head.add(new H2(title));
        add(head);
        add(content);
    }

    /** Controls beside the title. */
    public Panel with(Component... controls) {
        head.add(controls);
        return this;
    }
}
