package io.pinisi.portal.ui;

import com.vaadin.flow.component.html.Span;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;

/** A status as icon, word and colour together; never one of them alone. */
public final class StatusBadge extends Span {
    private static final long serialVersionUID = 1L;

    public StatusBadge(Status status) {
        addClassNames("status", css(status.level()));
        if (!status.detail().isEmpty()) {
            getElement().setAttribute("title", status.detail());
        }
        add(icon(status.level()).create(), new Span(status.word()));
    }

    /** For templates in the browser: {@code <span class="status good">…}. */
    public static String css(Level level) {
        return switch (level) {
            case HEALTHY -> "good";
            case DONE -> "done";
            case UNKNOWN -> "unknown";
            case PROGRESSING -> "busy";
            case DEGRADED -> "warn";
            case UNREACHABLE -> "lost";
            case FAILED -> "bad";
        };
    }

    public static Icon icon(Level level) {
        return switch (level) {
            case HEALTHY -> Icon.GOOD;
            case DONE -> Icon.DONE;
            case UNKNOWN -> Icon.UNKNOWN;
            case PROGRESSING -> Icon.BUSY;
            case DEGRADED -> Icon.WARN;
            case UNREACHABLE -> Icon.LOST;
            case FAILED -> Icon.BAD;
        };
    }

    /** What a level is called where there is no word of Kubernetes' own. */
    public static String word(Level level) {
        return switch (level) {
            case HEALTHY -> "Healthy";
            case DONE -> "Completed";
            case UNKNOWN -> "Unknown";
            case PROGRESSING -> "Progressing";
            case DEGRADED -> "Degraded";
            case UNREACHABLE -> "Unreachable";
            case FAILED -> "Failed";
        };
    }
}
