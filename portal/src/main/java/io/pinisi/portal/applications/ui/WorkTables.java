package io.pinisi.portal.applications.ui;

import io.pinisi.portal.applications.BindingRow;
import io.pinisi.portal.applications.WorkRow;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** The tables of what was decided about an application's objects, and how far it is. */
final class WorkTables {
    private WorkTables() {}

    static RowTable<BindingRow> bindings(InstantSource clock) {
        return new RowTable<>(
                "Bindings",
                List.of(
                        Column.of("", "Object", one -> new Cell.Text(one.object())),
                        Column.of("", "Binding", one -> new Cell.Mono(one.binding())),
                        Column.of("", "Scheduled", one -> new Cell.State(one.scheduled())),
                        Column.of("", "Fully applied", one -> new Cell.State(one.applied()))),
                BindingRow::object,
                clock);
    }

    static RowTable<WorkRow> works(InstantSource clock) {
        return new RowTable<WorkRow>(
                        "Works",
                        List.of(
                                Column.text("", "Object", WorkRow::object),
                                Column.of(
                                        "",
                                        "Cluster",
                                        one ->
                                                new Cell.Link(
                                                        one.cluster(),
                                                        "",
                                                        "propagation/" + one.cluster())),
                                Column.of("", "State", one -> new Cell.State(one.status())),
                                Column.number("", "Replicas", WorkRow::replicas),
                                Column.number("", "Revision", WorkRow::revision),
                                Column.of("", "Since", one -> new Cell.Age(one.since()))),
                        one -> one.object() + "@" + one.cluster(),
                        clock)
                .whenEmpty("No cluster has been chosen for it yet.");
    }
}
