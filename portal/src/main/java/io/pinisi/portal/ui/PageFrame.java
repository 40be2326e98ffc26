package io.pinisi.portal.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.stream.Stream;

/** The frame of every page: one heading, its actions, and the content below. */
public abstract class PageFrame extends Main implements HasDynamicTitle {
    private static final long serialVersionUID = 1L;

    private final H1 heading = new H1();
    private final Div titles = new Div(heading);
    private final Div head = new Div();
    private final Div subtitle = new Div();
    private final Div actions = new Div();
    private boolean timeless;

    protected PageFrame(String title) {
        heading.setText(title);
        setId(MainLayout.CONTENT);
        getElement().setAttribute("tabindex", "-1");
        addClassName("page");
        head.addClassName("page-head");
        actions.addClassName("actions");
        titles.addClassName("titles");
        head.add(titles, actions);
        add(head);
    }

    protected final void addActions(Component... components) {
        actions.add(components);
    }

    /** For pages that tell of all times, whatever moment the others show. */
    protected final void tellsOfAllTimes() {
        timeless = true;
    }

    /** What was cannot be changed, so that there is nothing to be done on its page. */
    @Override
    protected void onAttach(AttachEvent event) {
        Instant at = PageTime.of(event.getUI());
        if (at != null && !timeless) {
            actions.setVisible(false);
            addClassName("past");
            addComponentAsFirst(new PastBanner(at));
        }
    }

    /** For pages about one thing: its name, and the way back to where it is listed. */
    protected final void setHeading(String name, Component... way) {
        heading.setText(name);
        Nav crumbs = new Nav(way);
        crumbs.addClassName("crumbs");
        crumbs.getElement().setAttribute("aria-label", "Breadcrumbs");
        titles.addComponentAsFirst(crumbs);
        subtitle.addClassName("subtitle");
        titles.add(subtitle);
    }

    /** Below the heading: how the thing is; empty words are left out. */
    protected final void setSubtitle(Status status, String... words) {
        subtitle.removeAll();
        subtitle.add(new StatusBadge(status));
        Stream.of(words).filter(word -> !word.isEmpty()).map(Span::new).forEach(subtitle::add);
    }

    @Override
    public String getPageTitle() {
        return heading.getText() + " – Pinisi";
    }
}
