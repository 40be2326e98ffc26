package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JavaScript;
import java.time.Instant;

/** How long something still lasts; counts by itself in the browser. */
@Tag("pinisi-left")
@JavaScript("context://assets/time-left.js")
public final class TimeLeft extends Component {
    private static final long serialVersionUID = 1L;

    /**
     * @param now by the server, whose clock the browser's may differ from
     */
    public TimeLeft(Instant until, Instant now) {
        getElement().setAttribute("until", Long.toString(until.toEpochMilli()));
        getElement().setAttribute("now", Long.toString(now.toEpochMilli()));
    }
}
