package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import io.pinisi.portal.approvals.Approval;

/** Stands where there is nothing to show, and says why and what to do about it. */
public final class Placeholder extends Div {
    private static final long serialVersionUID = 1L;

    public Placeholder(Icon icon, String title, String text, Component... actions) {
        addClassName("placeholder");
        add(icon.create(), new H2(title), new Paragraph(text));
        add(actions);
    }

    public static Placeholder of(Failure failure) {
        Icon icon =
                switch (failure.kind()) {
                    case STARTING -> Icon.BUSY;
                    case FORBIDDEN -> Icon.LOST;
                    case MISSING -> Icon.UNKNOWN;
                    case APPROVAL -> Icon.APPROVALS;
                    case OTHER -> Icon.WARN;
                };
        Placeholder placeholder = new Placeholder(icon, failure.title(), failure.text());
        failure.requests()
                .forEach(one -> placeholder.add(Links.to(Approval.path(one), "Request " + one)));
        placeholder.getElement().setAttribute("role", "status");
        return placeholder;
    }

    public static Placeholder loading() {
        Placeholder placeholder = new Placeholder(Icon.BUSY, "Loading", "");
        placeholder.addClassName("loading");
        return placeholder;
    }
}
