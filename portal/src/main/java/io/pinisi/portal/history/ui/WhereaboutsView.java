package io.pinisi.portal.history.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.history.Whereabouts;
import io.pinisi.portal.history.Whereabouts.Gap;
import io.pinisi.portal.history.Whereabouts.Stay;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.StatusBadge;
import io.pinisi.portal.ui.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In which clusters and regions a tenant's objects were, and whether ever outside of one. */
@Prototype
@Route("history/whereabouts")
final class WhereaboutsView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;
    private static final Duration A_MONTH = Duration.ofDays(30);

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final Div choice = new Div();
    private final Div body = new Div();
    private final TextField tenant = new TextField("Tenant");
    private final TextField outside = new TextField("Outside region");
    private DateTimePicker earlier;
    private DateTimePicker later;

    WhereaboutsView(BackendSlot backend, InstantSource clock) {
        super("Where was it?");
        tellsOfAllTimes();
        this.backend = backend;
        this.clock = clock;
        this.earlier = Moments.picker("From", null);
        this.later = Moments.picker("To", null);
        tenant.setPlaceholder("any");
        outside.setPlaceholder("anywhere");
        choice.addClassName("filters");
        body.addClassName("stack");
        addActions(Links.to("history", "One moment"));
        Div content = new Div(new Panel("What was where?", choice), body);
        content.addClassName("stack");
        add(content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant until = Moments.read(Address.parameter(event.getLocation(), "until")).orElse(now);
        Instant from =
                Moments.read(Address.parameter(event.getLocation(), "from"))
                        .orElse(until.minus(A_MONTH));
        tenant.setValue(Address.parameter(event.getLocation(), "tenant"));
        outside.setValue(Address.parameter(event.getLocation(), "outside"));
        earlier = Moments.picker("From", from);
        later = Moments.picker("To", until);
        Button look = new Button("Look", click -> look());
        look.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        choice.removeAll();
        choice.add(tenant, outside, earlier, later, look);
        body.removeAll();
        body.add(Placeholder.loading());
        Whereabouts.Question question =
                new Whereabouts.Question(
                        tenant.getValue().strip(), outside.getValue().strip(), from, until);
        Work.run(
                this,
                () -> backend.get().history().whereabouts(who, question),
                found -> show(question, found),
                this::fail);
    }

    private void look() {
        Instant begin = Moments.of(earlier);
        Instant end = Moments.of(later);
        if (begin == null || end == null) {
            return;
        }
        boolean inOrder = begin.isBefore(end);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tenant", tenant.getValue().strip());
        parameters.put("outside", outside.getValue().strip());
        parameters.put("from", (inOrder ? begin : end).toString());
        parameters.put("until", (inOrder ? end : begin).toString());
        UI.getCurrent().navigate(Address.of("history/whereabouts", parameters));
    }

    private void show(Whereabouts.Question question, Whereabouts found) {
        body.removeAll();
        Div verdict = new Div(new StatusBadge(verdict(question, found)));
        verdict.addClassName("between");
        body.add(verdict);
        RowTable<Stay> stays =
                new RowTable<>(
                        "What was seen where",
                        stays(question.until()),
                        stay -> stay.ref().path(null) + stay.from() + stay.region(),
                        clock);
        stays.setRows(found.stays());
        body.add(new Panel("Seen", stays.whenEmpty("Nothing that you may see.")));
        if (!found.gaps().isEmpty()) {
            RowTable<Gap> gaps =
                    new RowTable<>(
                            "When nobody watched",
                            gaps(),
                            gap -> gap.cluster() + gap.from() + gap.until() + gap.reason(),
                            clock);
            gaps.setRows(found.gaps());
            body.add(new Panel("Not watched", gaps));
        }
    }

    private static Status verdict(Whereabouts.Question question, Whereabouts found) {
        String where = question.outside().isEmpty() ? "anywhere" : "outside " + question.outside();
        if (!found.stays().isEmpty()) {
            return Status.of(
                    question.outside().isEmpty() ? Level.DONE : Level.FAILED,
                    Words.count(found.stays().size(), "stay", "stays")
                            + " "
                            + where
                            + (found.complete() ? "" : ", and more"));
        }
        return found.gaps().isEmpty() && found.complete()
                ? Status.healthy("Never " + where)
                : Status.of(Level.UNKNOWN, "None seen " + where + ", but not all was watched");
    }

    private static List<Column<Stay>> stays(Instant until) {
        return List.of(
                Column.of(
                        "",
                        "Name",
                        stay ->
                                new Cell.Link(
                                        stay.ref().name(),
                                        stay.ref().namespace(),
                                        stay.ref().path(until))),
                Column.text("", "Kind", stay -> stay.ref().kind()),
                Column.text("", "Cluster", Stay::cluster),
                Column.text("", "Region", Stay::region),
                Column.<Stay>text("", "From", stay -> Words.moment(stay.from())).wide(),
                Column.<Stay>text("", "To", stay -> Words.moment(stay.until())).wide());
    }

    private static List<Column<Gap>> gaps() {
        return List.of(
                Column.text("", "Cluster", Gap::cluster),
                Column.text("", "Region", Gap::region),
                Column.text("", "From", gap -> Words.moment(gap.from())),
                Column.text("", "To", gap -> Words.moment(gap.until())),
                Column.<Gap>text("", "Why", Gap::reason).wide());
    }

    private void fail(Failure failure) {
        body.removeAll();
        body.add(Placeholder.of(failure));
    }
}
