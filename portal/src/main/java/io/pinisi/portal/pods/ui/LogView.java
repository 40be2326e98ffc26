package io.pinisi.portal.pods.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JavaScript;

/** The browser's log viewer; it connects by itself once it has a ticket. */
@Tag("pinisi-log")
@JavaScript("context://assets/log-view.js")
final class LogView extends Component {
    private static final long serialVersionUID = 1L;

    /**
     * @param name of the file when the log is downloaded
     * @param ask where access can be asked for, shown where the log is refused
     */
    void open(String ticket, String name, String ask) {
        getElement()
                .executeJs(
                        "customElements.whenDefined('pinisi-log').then(() => this.open($0, $1,"
                                + " $2))",
                        ticket,
                        name,
                        ask);
    }
}
