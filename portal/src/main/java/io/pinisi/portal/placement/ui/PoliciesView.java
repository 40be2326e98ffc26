package io.pinisi.portal.placement.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.placement.PolicyRow;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Links;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** All propagation policies, whether they do anything, and the objects that none selects. */
@Prototype
@Route("policies")
final class PoliciesView extends PageFrame {
    private static final long serialVersionUID = 1L;

    /** Objects named; the count is of all. */
    private static final int UNMATCHED_SHOWN = 20;

    private final Div unmatched = new Div();

    PoliciesView(BackendSlot backend, InstantSource clock) {
        super("Policies");
        Identity who = Person.current();
        addActions(Links.button("New policy", "policies/new"));
        RowTable<PolicyRow> table =
                new RowTable<>("Policies", columns(), one -> one.ref().path(), clock);
        unmatched.addClassName("stack");
        Div content =
                new Div(
                        new ListPanel<>(
                                "policies",
                                table,
                                () ->
                                        new Placeholder(
                                                Icon.POLICIES,
                                                "No policies yet",
                                                "A policy says which objects run in which"
                                                        + " clusters. Deploying an application"
                                                        + " makes one by itself.",
                                                Links.button(
                                                        "Write the first one", "policies/new")),
                                () -> backend.get().placement().changes(),
                                page -> backend.get().placement().policies(who, page)),
                        new Panel("Objects that no policy selects", unmatched));
        content.addClassName("stack");
        add(content);
        Live.on(
                this,
                () -> backend.get().placement().changes(),
                () -> backend.get().placement().unmatched(who),
                this::show,
                this::fail);
    }

    private static List<Column<PolicyRow>> columns() {
        return List.of(
                Column.of(
                        "name",
                        "Name",
                        row ->
                                new Cell.Link(
                                        row.ref().name(),
                                        row.ref().namespace().isEmpty()
                                                ? "cluster-wide"
                                                : row.ref().namespace(),
                                        row.ref().path())),
                Column.of("status", "Status", row -> new Cell.State(row.status())),
                Column.number("placed", "Objects", row -> Integer.toString(row.placed())),
                Column.text("", "Selects", PolicyRow::selects),
                Column.text("", "Where", PolicyRow::where),
                Column.<PolicyRow>of("", "Age", row -> new Cell.Age(row.created())).wide());
    }

    private void show(List<String> objects) {
        unmatched.removeAll();
        if (objects.isEmpty()) {
            unmatched.add(new Paragraph("None: every object that could run somewhere does."));
            return;
        }
        unmatched.add(
                new Paragraph(
                        Words.count(objects.size(), "object stays", "objects stay")
                                + " on the hub and run"
                                + (objects.size() == 1 ? "s" : "")
                                + " nowhere."));
        UnorderedList list = new UnorderedList();
        objects.stream().limit(UNMATCHED_SHOWN).forEach(one -> list.add(new ListItem(one)));
        unmatched.add(list);
        if (objects.size() > UNMATCHED_SHOWN) {
            unmatched.add(new Paragraph("and " + (objects.size() - UNMATCHED_SHOWN) + " more"));
        }
    }

    private void fail(Failure failure) {
        unmatched.removeAll();
        unmatched.add(Placeholder.of(failure));
    }
}
