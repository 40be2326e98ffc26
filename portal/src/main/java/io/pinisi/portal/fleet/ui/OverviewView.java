package io.pinisi.portal.fleet.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.fleet.Attention;
import io.pinisi.portal.fleet.Change;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.fleet.Overview;
import io.pinisi.portal.fleet.Overview.Part;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.PageTime;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.StatusBadge;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How the fleet stands, what needs somebody, and what happened lately. */
@Prototype
@Route("")
final class OverviewView extends PageFrame {
    private static final long serialVersionUID = 1L;

    /** The events that tell of recent changes have no past. */
    private final boolean isNow = PageTime.current() == null;

    private final transient InstantSource clock;
    private final Div content = new Div();

    OverviewView(BackendSlot backend, InstantSource clock) {
        super("Overview");
        this.clock = clock;
        Identity who = Person.current();
        addActions(Links.button("Deploy", "deploy"));
        content.addClassName("stack");
        content.add(Placeholder.loading());
        add(content);
        Live.on(
                this,
                () -> backend.get().fleet().changes(),
                () -> backend.get().fleet().overview(who),
                this::show,
                this::fail);
    }

    private void fail(Failure failure) {
        content.removeAll();
        content.add(Placeholder.of(failure));
    }

    private void show(Overview overview) {
        content.removeAll();
        content.add(figures(overview));
        Div columns = new Div(attention(overview));
        if (isNow) {
            columns.add(changes(overview.changes()));
        }
        columns.addClassName("columns");
        content.add(clusters(overview), columns);
    }

    private static Component figures(Overview overview) {
        Level fleet =
                Level.worst(overview.clusters().stream().map(c -> c.status().level()).toList());
        int ready = overview.clusters().stream().mapToInt(Cluster::nodesReady).sum();
        int nodes = overview.clusters().stream().mapToInt(Cluster::nodes).sum();
        int applications =
                overview.applications().values().stream().mapToInt(Integer::intValue).sum();
        Div figures = new Div();
        figures.addClassName("figures");
        figures.add(
                figure(
                        overview,
                        Part.CLUSTERS,
                        "Clusters",
                        Integer.toString(overview.clusters().size()),
                        overview.clusters().isEmpty()
                                ? Status.of(Level.UNKNOWN, "None joined yet")
                                : Status.of(fleet, StatusBadge.word(fleet))),
                figure(
                        overview,
                        Part.CLUSTERS,
                        "Nodes ready",
                        ready + " of " + nodes,
                        share(ready, nodes)),
                figure(
                        overview,
                        Part.APPLICATIONS,
                        "Applications",
                        Integer.toString(applications),
                        applications(overview)),
                figure(
                        overview,
                        Part.APPLICATIONS,
                        "Pods ready",
                        overview.podsReady() + " of " + overview.podsDesired(),
                        share(overview.podsReady(), overview.podsDesired())));
        return figures;
    }

    private static Status applications(Overview overview) {
        return Arrays.stream(Level.values())
                .filter(level -> overview.applications().getOrDefault(level, 0) > 0)
                .max(Comparator.naturalOrder())
                .map(
                        worst ->
                                Status.of(
                                        worst,
                                        worst == Level.HEALTHY
                                                ? "All healthy"
                                                : overview.applications().get(worst)
                                                        + " "
                                                        + StatusBadge.word(worst)
                                                                .toLowerCase(
                                                                        java.util.Locale.ROOT)))
                .orElse(Status.of(Level.UNKNOWN, "None deployed yet"));
    }

    private static Status share(int ready, int wanted) {
        if (wanted == 0) {
            return Status.of(Level.UNKNOWN, "None yet");
        }
        return ready >= wanted
                ? Status.healthy("All ready")
                : Status.of(Level.PROGRESSING, (wanted - ready) + " not ready");
    }

    private static Component figure(
            Overview overview, Part part, String label, String value, Status status) {
        boolean shown = overview.shows(part);
        Span name = new Span(label);
        name.addClassName("label");
        Span number = new Span(shown ? value : "–");
        number.addClassName("number");
        Anchor figure = Links.to(path(part));
        figure.addClassName("figure");
        figure.add(
                name,
                number,
                new StatusBadge(shown ? status : Status.of(Level.UNKNOWN, "No permission")));
        return figure;
    }

    private static String path(Part part) {
        return switch (part) {
            case CLUSTERS -> "clusters";
            case APPLICATIONS -> "applications";
        };
    }

    private static Component clusters(Overview overview) {
        Section section = section("Clusters");
        List<Cluster> clusters = overview.clusters();
        if (!overview.shows(Part.CLUSTERS)) {
            section.add(
                    new Placeholder(
                            Icon.LOST,
                            "No permission to list clusters",
                            "Ask an operator for the right to list them on the hub."));
            return section;
        }
        if (clusters.isEmpty()) {
            section.add(
                    new Placeholder(
                            Icon.CLUSTERS,
                            "No cluster has joined yet",
                            "Embedded clusters join by themselves while Pinisi starts."));
            return section;
        }
        Div cards = new Div();
        cards.addClassName("cards");
        clusters.forEach(cluster -> cards.add(ClusterCard.of(cluster)));
        section.add(cards);
        return section;
    }

    private static Component attention(Overview overview) {
        Section section = section("Needs attention");
        List<Attention> attention = overview.attention();
        if (attention.isEmpty() && !overview.withheld().isEmpty()) {
            section.add(
                    new Placeholder(
                            Icon.UNKNOWN,
                            "Nothing to be seen",
                            "What you have no permission to list may still need somebody."));
            return section;
        }
        if (attention.isEmpty()) {
            section.add(
                    new Placeholder(
                            Icon.GOOD, "All is well", "Nothing asks for anybody just now."));
            return section;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        for (Attention one : attention) {
            Anchor link = Links.to(one.path());
            link.add(new Span(one.subject()));
            Span kind = new Span(one.kind());
            kind.addClassName("soft");
            Div text = new Div(link, kind);
            text.addClassName("row-text");
            if (!one.status().detail().isEmpty()) {
                Div detail = new Div(one.status().detail());
                detail.addClassName("soft");
                text.add(detail);
            }
            list.add(new ListItem(new StatusBadge(one.status()), text));
        }
        section.add(list);
        return section;
    }

    private Component changes(List<Change> changes) {
        Section section = section("Recent changes");
        if (changes.isEmpty()) {
            section.add(
                    new Placeholder(
                            Icon.DONE, "Nothing yet", "Changes appear here as they happen."));
            return section;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        for (Change change : changes) {
            Anchor link = Links.to(change.path());
            link.add(new Span(change.subject()));
            Div text = new Div(link, new Span(" " + change.what()));
            text.addClassName("row-text");
            Span age = new Span(Words.age(change.when(), clock.instant()));
            age.addClassNames("age", "soft");
            list.add(new ListItem(text, age));
        }
        section.add(list);
        return section;
    }

    private static Section section(String title) {
        Section section = new Section(new H2(title));
        section.addClassName("panel");
        return section;
    }
}
