package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.history.ObjectChange;
import io.pinisi.portal.history.PastPage;
import io.pinisi.portal.history.PastScope;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.StatusBadge;
import io.pinisi.portal.ui.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Two moments side by side: what came, what went, and which fields changed. */
@Prototype
@Route("history/compare")
final class CompareView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div choice = new Div();
    private final Div body = new Div();
    private final SourceSelect source = new SourceSelect();
    private final TextField namespace = new TextField("Namespace");
    private DateTimePicker earlier;
    private DateTimePicker later;
    private transient Instant from = Instant.EPOCH;
    private transient Instant until = Instant.EPOCH;

    CompareView(BackendSlot backend, InstantSource clock) {
        super("Compare two moments");
        tellsOfAllTimes();
        this.backend = backend;
        this.clock = clock;
        this.earlier = Moments.picker("From", null);
        this.later = Moments.picker("To", null);
        namespace.setPlaceholder("all");
        namespace.setClearButtonVisible(true);
        choice.addClassName("filters");
        addActions(Links.to("history", "One moment"));
        Div content = new Div(new Panel("Between", choice), body);
        content.addClassName("stack");
        body.addClassName("stack");
        add(content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        until = Moments.read(Address.parameter(event.getLocation(), "until")).orElse(now);
        from =
                Moments.read(Address.parameter(event.getLocation(), "from"))
                        .orElse(until.minus(Duration.ofHours(1)));
        namespace.setValue(Address.parameter(event.getLocation(), "namespace"));
        source.show(Address.parameter(event.getLocation(), "source"));
        Work.run(this, () -> backend.get().history().sources(who), source::offer, failure -> {});
        earlier = Moments.picker("From", from);
        later = Moments.picker("To", until);
        Button compare = new Button("Compare", click -> compare());
        compare.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        choice.removeAll();
        choice.add(earlier, later, source, namespace, compare);
        body.removeAll();
        body.add(Placeholder.loading());
        read("");
    }

    private void compare() {
        Instant begin = Moments.of(earlier);
        Instant end = Moments.of(later);
        if (begin == null || end == null) {
            return;
        }
        boolean inOrder = begin.isBefore(end);
        UI.getCurrent()
                .navigate(address("history/compare", inOrder ? begin : end, inOrder ? end : begin));
    }

    private String address(String page, Instant begin, Instant end) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", begin.toString());
        parameters.put("until", end.toString());
        parameters.put("source", source.chosen());
        parameters.put("namespace", namespace.getValue().strip());
        return Address.of(page, parameters);
    }

    private void read(String after) {
        PastScope within = new PastScope(source.chosen(), namespace.getValue().strip());
        Instant begin = from;
        Instant end = until;
        Work.run(
                this,
                () -> backend.get().history().between(who, within, begin, end, after),
                page -> show(page, after.isEmpty()),
                this::fail);
    }

    private void show(PastPage<ObjectChange> page, boolean first) {
        if (first) {
            body.removeAll();
            Div between =
                    new Div(
                            new Span(Words.moment(from) + " → " + Words.moment(until)),
                            Links.to(address("audit", from, until), "Audit records between"));
            between.addClassName("between");
            body.add(between);
            if (page.rows().isEmpty()) {
                body.add(
                        new Placeholder(
                                Icon.DONE,
                                "Nothing changed",
                                "Nothing that you may see was written between these moments."));
            }
        }
        page.rows().forEach(change -> body.add(change(change)));
        if (!page.next().isEmpty()) {
            Button more = new Button("Show more");
            more.addClickListener(
                    click -> {
                        body.remove(more);
                        read(page.next());
                    });
            body.add(more);
        }
    }

    private Div change(ObjectChange change) {
        Div head =
                new Div(
                        new StatusBadge(status(change.kind())),
                        Links.to(change.ref().path(until), change.ref().fullName()),
                        new Span(change.ref().kind() + " · " + change.ref().source()));
        head.addClassName("change-head");
        Div row = new Div(head);
        row.addClassNames("panel", "change");
        if (change.kind() == ObjectChange.Kind.CHANGED) {
            Details fields =
                    new Details(
                            Words.count(change.fields().size(), "field", "fields") + " differ",
                            new FieldChanges(change.fields()));
            fields.setOpened(change.fields().size() <= 3);
            row.add(fields);
        }
        return row;
    }

    private static Status status(ObjectChange.Kind kind) {
        return switch (kind) {
            case ADDED -> Status.of(Level.HEALTHY, "Added");
            case CHANGED -> Status.of(Level.PROGRESSING, "Changed");
            case REMOVED -> Status.of(Level.FAILED, "Removed");
            case BACK -> Status.of(Level.DONE, "Changed and back");
        };
    }

    private void fail(Failure failure) {
        body.removeAll();
        body.add(Placeholder.of(failure));
    }
}
