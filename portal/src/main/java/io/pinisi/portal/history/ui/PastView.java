package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.history.HistoryService.Listing;
import io.pinisi.portal.history.PastObject;
import io.pinisi.portal.history.PastPage;
import io.pinisi.portal.history.PastScope;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Applications, clusters or everything, as they were at a moment. */
@Prototype
@Route("history")
final class PastView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div banner = new Div();
    private final Div choice = new Div();
    private final Div body = new Div();
    private final Select<Listing> listing = new Select<>();
    private final SourceSelect source = new SourceSelect();
    private final TextField namespace = new TextField("Namespace");
    private final transient List<PastObject> shown = new ArrayList<>();
    private DateTimePicker moment;
    private transient Instant at = Instant.EPOCH;

    PastView(BackendSlot backend, InstantSource clock) {
        super("Time travel");
        tellsOfAllTimes();
        this.backend = backend;
        this.clock = clock;
        this.moment = Moments.picker("Moment", null);
        listing.setLabel("Show");
        listing.setItems(Listing.values());
        listing.setItemLabelGenerator(PastView::label);
        namespace.setPlaceholder("all");
        namespace.setClearButtonVisible(true);
        choice.addClassName("filters");
        addActions(
                Links.to("history/compare", "Compare two moments"),
                Links.to("history/whereabouts", "Where was it?"));
        Div content = new Div(new Panel("What was there?", choice), body);
        content.addClassName("stack");
        add(banner, content);
    }

    private static String label(Listing listing) {
        return switch (listing) {
            case APPLICATIONS -> "Applications";
            case CLUSTERS -> "Clusters";
            case PLACEMENTS -> "Placements";
            case NODES -> "Nodes";
            case PODS -> "Pods";
            case EVERYTHING -> "Every object";
        };
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Instant anHourAgo = clock.instant().minus(AN_HOUR).truncatedTo(ChronoUnit.MINUTES);
        at = Moments.read(Address.parameter(event.getLocation(), "at")).orElse(anHourAgo);
        String wanted = Address.parameter(event.getLocation(), "show").toUpperCase(Locale.ROOT);
        listing.setValue(
                Stream.of(Listing.values())
                        .filter(one -> one.name().equals(wanted))
                        .findFirst()
                        .orElse(Listing.APPLICATIONS));
        namespace.setValue(Address.parameter(event.getLocation(), "namespace"));
        source.show(Address.parameter(event.getLocation(), "source"));
        Work.run(this, () -> backend.get().history().sources(who), source::offer, failure -> {});
        moment = Moments.picker("Moment", at);
        Button look = new Button("Look", click -> look());
        look.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        choice.removeAll();
        choice.add(moment, listing, source, namespace, look);
        banner.removeAll();
        banner.add(new PastBanner(at, present()));
        shown.clear();
        body.removeAll();
        body.add(Placeholder.loading());
        read("");
    }

    private String present() {
        return listing.getValue() == Listing.CLUSTERS ? "clusters" : "applications";
    }

    private void look() {
        Instant chosen = Moments.of(moment);
        if (chosen == null) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("at", chosen.toString());
        parameters.put("show", listing.getValue().name().toLowerCase(Locale.ROOT));
        parameters.put("source", source.chosen());
        parameters.put("namespace", namespace.getValue().strip());
        UI.getCurrent().navigate(Address.of("history", parameters));
    }

    private void read(String after) {
        Listing what = listing.getValue();
        PastScope within = new PastScope(source.chosen(), namespace.getValue().strip());
        Instant when = at;
        Work.run(
                this,
                () -> backend.get().history().at(who, what, within, when, after),
                this::show,
                this::fail);
    }

    private void show(PastPage<PastObject> page) {
        shown.addAll(page.rows());
        body.removeAll();
        if (shown.isEmpty()) {
            body.add(
                    new Placeholder(
                            Icon.HISTORY,
                            "Nothing was there",
                            "Of what you may see, nothing existed at "
                                    + Words.moment(at)
                                    + ", or it is older than the history."));
            return;
        }
        RowTable<PastObject> table =
                new RowTable<>(
                        label(listing.getValue()) + " at " + Words.moment(at),
                        columns(at),
                        object -> object.ref().path(null),
                        clock);
        table.setRows(shown);
        Panel panel = new Panel(label(listing.getValue()) + " at " + Words.moment(at), table);
        panel.addClassName("past");
        body.add(panel);
        if (!page.next().isEmpty()) {
            body.add(new Button("Show more", click -> read(page.next())));
        }
    }

    private void fail(Failure failure) {
        body.removeAll();
        body.add(Placeholder.of(failure));
    }

    private static List<Column<PastObject>> columns(Instant at) {
        return List.of(
                Column.of(
                        "",
                        "Name",
                        object ->
                                new Cell.Link(
                                        object.ref().name(),
                                        object.ref().namespace(),
                                        object.ref().path(at))),
                Column.text("", "Kind", object -> object.ref().kind()),
                Column.text("", "Where", object -> object.ref().source()),
                Column.of("", "Status", object -> new Cell.State(object.status())),
                Column.<PastObject>of("", "Was", object -> new Cell.Mono(object.facts())).wide(),
                Column.<PastObject>text("", "Since", object -> Words.moment(object.since())).wide(),
                Column.<PastObject>text("", "By", PastObject::actor).wide());
    }
}
