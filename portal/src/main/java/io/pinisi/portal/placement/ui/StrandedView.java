package io.pinisi.portal.placement.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.placement.StrandedRow;
import io.pinisi.portal.placement.StrandingService.Stranding;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** Replicas that find no node where they were placed, and where they will be placed instead. */
@Prototype
@Route("stranded")
final class StrandedView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final ImpactPanel impact;
    private final RowTable<StrandedRow> waiting;

    StrandedView(BackendSlot backend, InstantSource clock) {
        super("Stranded replicas");
        Identity who = Person.current();
        this.impact = new ImpactPanel(clock);
        this.waiting =
                new RowTable<>(
                                "Replicas that find no node",
                                columns(),
                                (StrandedRow row) -> row.object() + "@" + row.cluster(),
                                clock)
                        .whenEmpty("Every replica that is placed by room has found a node.");
        Div found =
                new Div(
                        new Paragraph(
                                "A cluster may have room in all and on no single node. Replicas"
                                    + " that are divided by room and find no node for a while are"
                                    + " placed where there is one. They stay where they are until"
                                    + " they run elsewhere."),
                        waiting);
        found.addClassName("stack");
        Div content =
                new Div(
                        new Panel("Waiting for a node", found),
                        new Panel("What will move", impact));
        content.addClassName("stack");
        add(content);
        impact.busy();
        Live.on(
                this,
                () -> backend.get().stranding().changes(),
                () -> backend.get().stranding().now(who),
                this::show,
                impact::fail);
    }

    private void show(Stranding now) {
        waiting.setRows(now.waiting());
        impact.show(now.impact());
    }

    private static List<Column<StrandedRow>> columns() {
        return List.of(
                Column.text("", "Object", StrandedRow::object),
                Column.text("", "Cluster", StrandedRow::cluster),
                Column.number("", "Replicas", row -> Integer.toString(row.replicas())),
                Column.text("", "Because", StrandedRow::why),
                Column.of("", "Waiting", row -> new Cell.Age(row.since())),
                Column.of("", "Time left", row -> new Cell.Left(row.due())));
    }
}
