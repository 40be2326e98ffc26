package io.pinisi.portal.approvals.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.approvals.AccessWish;
import io.pinisi.portal.approvals.Approval;
import io.pinisi.portal.approvals.Approval.Offer;
import io.pinisi.portal.approvals.Approval.Turn;
import io.pinisi.portal.approvals.Inbox;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.ui.Address;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What waits for this person first, then what this person waits for, then what is over. */
@Prototype
@Route("approvals")
final class ApprovalsView extends PageFrame implements BeforeEnterObserver {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient InstantSource clock;
    private final transient Identity who = Person.current();
    private final transient Acts acts;
    private final transient Live<Inbox> live;
    private final transient Map<String, RequestPanel> panels = new HashMap<>();
    private final Div open = new Div(Placeholder.loading());
    private final Button ask = new Button("Ask for access", click -> ask());
    private transient AccessDialog.@Nullable Subject asked;
    private transient Inbox inbox = new Inbox(List.of(), List.of());

    ApprovalsView(BackendSlot backend, InstantSource clock) {
        super("Approvals");
        this.backend = backend;
        this.clock = clock;
        ask.setVisible(false);
        addActions(ask);
        open.addClassName("stack");
        Div content = new Div(open, over());
        content.addClassName("stack");
        add(content);
        live =
                Live.on(
                        this,
                        () -> backend.get().approvals().changes(),
                        () -> backend.get().approvals().inbox(who),
                        this::show,
                        this::fail);
        acts = new Acts(this, backend, who, live::refresh);
    }

    /** From where somebody was refused, the way leads into the dialog, filled as far as known. */
    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String cluster = Address.parameter(event.getLocation(), "cluster");
        if (!cluster.isEmpty()) {
            asked =
                    new AccessDialog.Subject(
                            cluster,
                            Address.parameter(event.getLocation(), "namespace"),
                            Address.parameter(event.getLocation(), "pod"));
        }
    }

    private ListPanel<Approval> over() {
        RowTable<Approval> table = new RowTable<>("Decided", overColumns(), Approval::id, clock);
        ListPanel<Approval> list =
                new ListPanel<>(
                        "decided requests",
                        table,
                        () ->
                                new Placeholder(
                                        Icon.APPROVALS, "None yet", "Nothing has been decided."),
                        () -> backend.get().approvals().changes(),
                        page -> backend.get().approvals().over(who, page));
        list.setHeading("Decided and expired");
        return list;
    }

    private void fail(Failure failure) {
        ask.setVisible(false);
        open.removeAll();
        open.add(Placeholder.of(failure.about("see approvals")));
    }

    private void show(Inbox next) {
        inbox = next;
        ask.setVisible(!next.access().isEmpty());
        askAtOnce(next);
        open.removeAll();
        panels.keySet().retainAll(next.requests().stream().map(Approval::id).toList());
        section("Waiting for you", next.with(Turn.TO_DECIDE));
        section("Asked for by you", next.with(Turn.MINE));
        table("Waiting for others", next.with(Turn.OTHERS), "Expires in", "Deny");
        table("Access in force", next.with(Turn.IN_FORCE), "Ends in", "End");
        if (open.getComponentCount() == 0) {
            open.add(
                    new Panel(
                            "Open",
                            new Placeholder(
                                    Icon.GOOD,
                                    "Nothing waits",
                                    "What needs the approval of another person is asked for by"
                                            + " doing it: it is refused, and waits here.")));
        }
    }

    private void section(String title, List<Approval> requests) {
        if (requests.isEmpty()) {
            return;
        }
        H2 heading = new H2(title);
        heading.addClassName("section-head");
        open.add(heading);
        requests.forEach(request -> open.add(panel(request)));
    }

    /** The one that is there where nothing changed: what is being typed into it stays. */
    private RequestPanel panel(Approval request) {
        RequestPanel before = panels.get(request.id());
        if (before != null && before.shows(request)) {
            return before;
        }
        RequestPanel panel = new RequestPanel(request, acts, clock.instant());
        panels.put(request.id(), panel);
        return panel;
    }

    private void table(String title, List<Approval> rows, String end, String deed) {
        if (rows.isEmpty()) {
            return;
        }
        RowTable<Approval> table =
                new RowTable<>(title, openColumns(end, deed), Approval::id, clock);
        table.onAction(id -> acts.deny(id, "", deed.equals("End") ? "Ended" : "Denied"));
        table.setRows(rows);
        open.add(new Panel(title, table));
    }

    private static List<Column<Approval>> openColumns(String end, String deed) {
        return List.of(
                what(),
                Column.text("", "By", Approval::requester),
                Column.of("", "State", row -> new Cell.State(row.state())),
                Column.text("", "Reason", Approval::reason),
                Column.text("", "Ticket", Approval::ticket),
                Column.of("", end, row -> new Cell.Left(row.until())),
                Column.of(
                        "",
                        "",
                        row ->
                                row.offers().contains(Offer.DENY)
                                        ? new Cell.Button(deed, deed + " " + row.id())
                                        : new Cell.Text("")));
    }

    private static List<Column<Approval>> overColumns() {
        return List.of(
                what(),
                Column.text("requester", "By", Approval::requester),
                Column.of("state", "State", row -> new Cell.State(row.state())),
                Column.<Approval>text("", "Reason", Approval::reason).wide(),
                Column.text("", "Ticket", Approval::ticket),
                Column.text("", "Said", row -> String.join("; ", row.said())),
                Column.of("asked", "Asked", row -> new Cell.Age(row.asked())));
    }

    private static Column<Approval> what() {
        return Column.of("", "What", row -> new Cell.Link(row.what(), row.policy(), row.path()));
    }

    private void askAtOnce(Inbox next) {
        AccessDialog.Subject subject = asked;
        asked = null;
        if (subject == null) {
            return;
        }
        if (next.access().isEmpty()) {
            Notices.refused("No access to ask for", "no approval policy offers it to you");
            return;
        }
        ask(subject);
    }

    private void ask() {
        ask(AccessDialog.Subject.ANY);
    }

    private void ask(AccessDialog.Subject subject) {
        Work.run(
                this,
                () -> backend.get().fleet().clusters(who, PageRequest.first(PageRequest.LARGEST)),
                clusters ->
                        new AccessDialog(
                                        inbox.access(),
                                        clusters.rows().stream().map(Cluster::name).toList(),
                                        this::send)
                                .about(subject)
                                .open(),
                Notices::failure);
    }

    private void send(AccessDialog dialog, AccessWish wish) {
        Work.run(
                this,
                () -> backend.get().approvals().ask(who, wish),
                id -> {
                    dialog.close();
                    Notices.done("Asked for: " + id);
                    live.refresh();
                },
                dialog::refuse);
    }
}
