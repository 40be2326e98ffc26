package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Span;
import java.util.Locale;

/**
 * Our own small set of line icons, drawn by the style sheet: they take the colour of the text and
 * need no script.
 */
public enum Icon {
    OVERVIEW,
    CLUSTERS,
    APPLICATIONS,
    SERVICES,
    DEPLOY,
    TENANTS,
    ACTIVITY,
    HISTORY,
    POLICIES,
    PROPAGATION,
    DRIFT,
    DRILL,
    REBALANCE,
    STRANDED,
    ROLLOUTS,
    APPROVALS,
    GOOD,
    BUSY,
    WARN,
    BAD,
    LOST,
    UNKNOWN,
    DONE,
    OPEN,
    SEARCH,
    USER,
    SUN,
    MOON,
    SYSTEM;

    /** Hidden from screen readers: the text beside it says the same. */
    public Span create() {
        Span icon = new Span();
        icon.addClassNames("icon", cssName());
        icon.getElement().setAttribute("aria-hidden", "true");
        return icon;
    }

    private String cssName() {
        return "icon-" + cssSuffix();
    }

    String cssSuffix() {
        return name().toLowerCase(Locale.ROOT);
    }
}
