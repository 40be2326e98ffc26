package io.pinisi.portal.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JavaScript;

/** Counts the last minutes of a session, and offers to stay signed in while that is possible. */
@Tag("pinisi-session")
@JavaScript("context://assets/session-clock.js")
final class SessionClock extends Component {
    private static final long serialVersionUID = 1L;
}
