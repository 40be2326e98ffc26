package io.pinisi.portal.audit.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.audit.Activity;
import io.pinisi.portal.audit.ActivityFilter;
import io.pinisi.portal.audit.AuditService;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
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
import io.pinisi.portal.ui.StatusBadge;
import io.pinisi.portal.ui.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Who did what: the audit log, newest first, a page at a time. */
@Prototype
@Route("audit")
final class ActivityView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final RowTable<Activity> table;
    private final Div body = new Div();
    private final Div pages = new Div();
    private final Div chain = new Div();
    private final FilterBar filters = new FilterBar(this::open);
    private final ExportLinks exports;
    private transient List<Activity> shown = List.of();
    private transient ActivityFilter filter = ActivityFilter.ALL;

    ActivityView(BackendSlot backend, InstantSource clock) {
        super("Activity");
        tellsOfAllTimes();
        this.backend = backend;
        exports =
                new ExportLinks(
                        (form, out) -> backend.get().audit().export(who, filter, form, out));
        table = new RowTable<>("Activity", columns(), one -> Long.toString(one.sequence()), clock);
        table.onAction(this::details);
        Button verify = new Button("Check the log", click -> verify());
        chain.addClassName("chain");
        chain.getElement().setAttribute("aria-live", "polite");
        addActions(
                Links.to("history/access", "Access review"),
                Links.to("history/evidence", "Evidence packs"),
                verify);
        pages.addClassName("pages");
        Panel list = new Panel("Records", body, pages).with(exports);
        Div content = new Div(chain, new Panel("Filter", filters), list);
        content.addClassName("stack");
        add(content);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Location location = event.getLocation();
        filter =
                new ActivityFilter(
                        Address.parameter(location, "person"),
                        Address.parameter(location, "verb"),
                        Address.parameter(location, "namespace"),
                        Address.parameter(location, "result"),
                        Address.parameter(location, "request"),
                        moment(Address.parameter(location, "from")),
                        moment(Address.parameter(location, "until")));
        filters.show(filter);
        body.removeAll();
        body.add(Placeholder.loading());
        pages.removeAll();
        long before = number(Address.parameter(location, "before"));
        ActivityFilter wanted = filter;
        Work.run(
                this,
                () -> backend.get().audit().search(who, wanted, before),
                found -> show(found, before),
                this::fail);
    }

    private static @Nullable Instant moment(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static long number(String text) {
        try {
            return text.isEmpty() ? Long.MAX_VALUE : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void open(ActivityFilter wanted) {
        UI.getCurrent().navigate(address(wanted, Long.MAX_VALUE));
    }

    private static String address(ActivityFilter filter, long before) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("person", filter.person());
        parameters.put("verb", filter.verb());
        parameters.put("namespace", filter.namespace());
        parameters.put("result", filter.result());
        parameters.put("request", filter.requestId());
        parameters.put("from", filter.from() == null ? "" : filter.from().toString());
        parameters.put("until", filter.until() == null ? "" : filter.until().toString());
        parameters.put("before", before == Long.MAX_VALUE ? "" : Long.toString(before));
        return Address.of("audit", parameters);
    }

    private void show(AuditService.Found found, long before) {
        shown = found.records();
        body.removeAll();
        if (shown.isEmpty()) {
            body.add(nothing(found.next()));
        } else {
            table.setRows(shown);
            body.add(table);
        }
        if (before != Long.MAX_VALUE) {
            pages.add(turn("Newest", Long.MAX_VALUE));
        }
        found.next().ifPresent(next -> pages.add(turn("Older", next)));
    }

    private static Placeholder nothing(OptionalLong next) {
        return next.isPresent()
                ? new Placeholder(
                        Icon.SEARCH,
                        "No record fits so far",
                        "The newest records were looked through, back to number "
                                + next.getAsLong()
                                + ". Go on with Older.")
                : new Placeholder(
                        Icon.SEARCH,
                        "No record fits",
                        "Nothing of this kind was recorded in that time.");
    }

    private Button turn(String label, long before) {
        return new Button(label, click -> UI.getCurrent().navigate(address(filter, before)));
    }

    private void fail(Failure failure) {
        body.removeAll();
        body.add(Placeholder.of(failure.about("read the audit log")));
    }

    private void details(String id) {
        shown.stream()
                .filter(one -> Long.toString(one.sequence()).equals(id))
                .findFirst()
                .ifPresent(one -> new RecordDialog(backend, who, one).open());
    }

    private void verify() {
        chain.removeAll();
        chain.add(new Span("Checking every record …"));
        Work.run(
                this,
                () -> backend.get().audit().verify(who),
                this::tell,
                failure -> {
                    chain.removeAll();
                    chain.add(Placeholder.of(failure.about("check the audit log")));
                });
    }

    private void tell(AuditService.Verified found) {
        chain.removeAll();
        if (found.fault().isEmpty()) {
            chain.add(
                    new StatusBadge(Status.healthy("Intact")),
                    new Span(
                            Words.count(found.records(), "record", "records")
                                    + " in one unbroken chain, "
                                    + found.sealed()
                                    + " of them sealed by signed checkpoints."));
            return;
        }
        chain.add(
                new StatusBadge(Status.of(Level.FAILED, "Broken")),
                new Span("The log was tampered with. First broken: " + found.fault() + "."));
    }

    private static List<Column<Activity>> columns() {
        return List.of(
                Column.number("", "No.", one -> Long.toString(one.sequence())),
                Column.text("", "When", one -> Words.moment(one.at())),
                Column.text("", "Who", Activity::actor),
                Column.text("", "What", Activity::verb),
                Column.of("", "Object", one -> new Cell.Mono(one.object())),
                Column.of("", "Result", one -> new Cell.State(result(one))),
                Column.<Activity>text("", "From", one -> one.channel() + " · " + one.source())
                        .wide(),
                Column.of(
                        "",
                        "",
                        one -> new Cell.Button("Details", "Details of record " + one.sequence())));
    }

    static Status result(Activity one) {
        return one.isDone()
                ? Status.of(Level.DONE, one.result())
                : Status.of(Level.FAILED, one.result());
    }
}
