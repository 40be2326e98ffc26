package io.pinisi.portal.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.pinisi.portal.status.Words;
import java.time.Instant;

/** Stands over a page that shows the past, so that nobody takes it for the present. */
final class PastBanner extends Div {
    private static final long serialVersionUID = 1L;

    PastBanner(Instant at) {
        addClassName("past-banner");
        getElement().setAttribute("role", "status");
        Span text = new Span("You are looking at the past: " + Words.moment(at));
        text.addClassName("grow");
        add(
                Icon.HISTORY.create(),
                text,
                new Button("Back to now", click -> TimeControl.open(null)));
    }
}
