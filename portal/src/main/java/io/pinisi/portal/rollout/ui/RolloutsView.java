package io.pinisi.portal.rollout.ui;

import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.rollout.RolloutRow;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.ListPanel;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** Every object whose changes go through stages, with how far the last one is. */
@Prototype
@Route("rollouts")
final class RolloutsView extends PageFrame {
    private static final long serialVersionUID = 1L;

    RolloutsView(BackendSlot backend, InstantSource clock) {
        super("Rollouts");
        Identity who = Person.current();
        add(
                new ListPanel<>(
                        "rollouts",
                        new RowTable<>("Rollouts", columns(), one -> one.ref().path(), clock),
                        () ->
                                new Placeholder(
                                        Icon.ROLLOUTS,
                                        "Nothing is staged",
                                        "Changes go to all clusters at once until a"
                                                + " RolloutStrategy selects what they change."),
                        () -> backend.get().rollouts().changes(),
                        page -> backend.get().rollouts().rollouts(who, page)));
    }

    private static List<Column<RolloutRow>> columns() {
        return List.of(
                Column.of(
                        "object",
                        "Object",
                        row -> new Cell.Link(row.object(), "", row.ref().path())),
                Column.text("namespace", "Namespace", row -> row.ref().namespace()),
                Column.of("state", "State", row -> new Cell.State(row.status())),
                Column.number("", "Run", row -> Integer.toString(row.run())),
                Column.number("", "Updated", row -> row.updated() + " of " + row.clusters()),
                Column.of("", "Started", row -> new Cell.Age(row.started())));
    }
}
