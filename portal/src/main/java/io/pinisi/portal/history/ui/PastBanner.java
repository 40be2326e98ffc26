package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import java.time.Instant;

/** Stands over everything that is not of now, so that nobody takes the past for the present. */
final class PastBanner extends Div {
    private static final long serialVersionUID = 1L;

    /**
     * @param present the page that shows the same as it is now
     */
    PastBanner(Instant at, String present) {
        addClassName("past-banner");
        getElement().setAttribute("role", "status");
        Span text = new Span("You are looking at the past: " + Words.moment(at));
        text.addClassName("grow");
        add(Icon.HISTORY.create(), text, Links.to(present, "Back to now"));
    }
}
