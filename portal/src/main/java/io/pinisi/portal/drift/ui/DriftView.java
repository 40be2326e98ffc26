package io.pinisi.portal.drift.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.drift.DriftRow;
import io.pinisi.portal.drift.Hold;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.TypedConfirmation;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;

/** Deletes that wait for a person first, then every field that was changed in some cluster. */
@Prototype
@Route("drift")
final class DriftView extends PageFrame {
    private static final long serialVersionUID = 1L;
    private static final int OBJECTS_SHOWN = 10;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final Div holds = new Div();

    DriftView(BackendSlot backend, InstantSource clock) {
        super("Drift");
        this.backend = backend;
        RowTable<DriftRow> table = new RowTable<>("Drift", columns(), DriftView::id, clock);
        table.onAction(this::toggle);
        holds.addClassName("stack");
        Div content =
                new Div(
                        holds,
                        new ListPanel<>(
                                "drift",
                                table,
                                () ->
                                        new Placeholder(
                                                Icon.GOOD,
                                                "No drift",
                                                "Nobody has changed in a cluster what the hub"
                                                        + " keeps there."),
                                () -> backend.get().drift().changes(),
                                page -> backend.get().drift().drift(who, page)));
        content.addClassName("stack");
        add(content);
        Live.on(
                this,
                () -> backend.get().drift().changes(),
                () -> backend.get().drift().holds(who),
                this::show,
                Notices::failure);
    }

    private static List<Column<DriftRow>> columns() {
        return List.of(
                Column.of("state", "State", row -> new Cell.State(row.state())),
                Column.text("cluster", "Cluster", DriftRow::cluster),
                Column.text("object", "Object", DriftRow::object),
                Column.text("", "Field", DriftView::field),
                Column.text("", "Wanted", DriftRow::wanted),
                Column.text("", "Found", DriftRow::found),
                Column.text("", "By", DriftRow::by),
                Column.<DriftRow>number("", "Times", row -> Integer.toString(row.times())).wide(),
                Column.of("last", "Last", row -> new Cell.Age(row.last())),
                Column.of(
                        "",
                        "",
                        row ->
                                row.path().isEmpty()
                                        ? new Cell.Text("")
                                        : new Cell.Button(
                                                row.accepted() ? "Take back" : "Accept",
                                                (row.accepted() ? "Take back " : "Accept ")
                                                        + row.path()
                                                        + " in "
                                                        + row.cluster())));
    }

    /** A long path may break at its dots, so that the table fits the page. */
    private static String field(DriftRow row) {
        return row.path().isEmpty() ? "(deleted)" : row.path().replace(".", ".\u200b");
    }

    /** What the button will do is part of it, so that a late press does not do the opposite. */
    private static String id(DriftRow row) {
        return (row.accepted() ? "-" : "+") + row.id();
    }

    private void toggle(String id) {
        boolean accepts = id.startsWith("+");
        Work.act(
                this,
                () -> backend.get().drift().accept(who, id.substring(1), accepts),
                () ->
                        Notices.done(
                                accepts
                                        ? "The field is left to the cluster"
                                        : "The hub sets the field again"));
    }

    private void show(List<Hold> waiting) {
        holds.removeAll();
        waiting.forEach(hold -> holds.add(panel(hold)));
    }

    private Panel panel(Hold hold) {
        Button confirm = new Button("Delete them", click -> confirm(hold));
        confirm.addClassName("danger");
        return new Panel(
                        Words.count(hold.count(), "delete waits", "deletes wait")
                                + " in "
                                + hold.cluster(),
                        new Paragraph(
                                "They follow from another change and are too many to go unasked."
                                        + " Undo the change, and they stay."),
                        objects(hold))
                .with(confirm);
    }

    private static UnorderedList objects(Hold hold) {
        UnorderedList list = new UnorderedList();
        hold.objects().stream().limit(OBJECTS_SHOWN).forEach(one -> list.add(new ListItem(one)));
        int more = hold.count() - Math.min(OBJECTS_SHOWN, hold.objects().size());
        if (more > 0) {
            list.add(new ListItem("and " + more + " more"));
        }
        return list;
    }

    private void confirm(Hold hold) {
        TypedConfirmation.open(
                "Delete " + hold.count() + " objects in " + hold.cluster(),
                hold.cluster(),
                "Delete them",
                () ->
                        Work.act(
                                this,
                                () ->
                                        backend.get()
                                                .drift()
                                                .confirm(who, hold.cluster(), hold.digest()),
                                () -> Notices.done("The deletes in " + hold.cluster() + " go on")),
                objects(hold));
    }
}
