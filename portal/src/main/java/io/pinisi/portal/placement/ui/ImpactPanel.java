package io.pinisi.portal.placement.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.FaultList;
import io.pinisi.portal.ui.Icon;
import io.pinisi.portal.ui.Placeholder;
import io.pinisi.portal.ui.RowTable;
import java.time.InstantSource;
import java.util.List;

/** What a change would move: first the clusters, then the objects, each with its reasons. */
final class ImpactPanel extends Div {
    private static final long serialVersionUID = 1L;

    /** Objects whose reasons can be opened; the table above has all. */
    private static final int EXPLAINED_MAX = 20;

    private final transient InstantSource clock;
    private final Div content = new Div();
    private final Span note = new Span();

    ImpactPanel(InstantSource clock) {
        this.clock = clock;
        getElement().setAttribute("aria-live", "polite");
        content.addClassName("stack");
        note.addClassName("soft");
        add(note, content);
    }

    void ask(String title, String why) {
        put(new Placeholder(Icon.DRILL, title, why));
    }

    void busy() {
        note.setText("Reckoning …");
    }

    void fail(Failure failure) {
        put(Placeholder.of(failure));
    }

    void show(Impact impact) {
        if (!impact.faults().isEmpty()) {
            refused(impact.faults());
            return;
        }
        if (impact.moved().isEmpty() && impact.hidden() == 0) {
            put(
                    new Placeholder(
                            Icon.GOOD,
                            "Nothing moves",
                            Words.count(impact.untouched(), "object stays", "objects stay")
                                    + " as "
                                    + (impact.untouched() == 1 ? "it is." : "they are.")));
            return;
        }
        put(
                new Paragraph(summary(impact)),
                new H3("Clusters"),
                clusters(impact.clusters()),
                new H3("Objects"),
                objects(impact.moved()),
                reasons(impact.moved()));
    }

    void refused(List<Impact.Fault> faults) {
        FaultList list = new FaultList();
        faults.forEach(fault -> list.add("", fault.field(), fault.message()));
        put(new Paragraph("The hub would refuse this. Nothing has been changed."), list);
    }

    private void put(Component... components) {
        note.setText("");
        content.removeAll();
        content.add(components);
    }

    private static String summary(Impact impact) {
        String hidden =
                impact.hidden() == 0
                        ? ""
                        : " " + impact.hidden() + " more change that are not shown here.";
        long stuck =
                impact.moved().stream()
                        .filter(one -> one.status().level().compareTo(Level.DEGRADED) >= 0)
                        .count();
        String lacking =
                stuck == 0 ? "" : " " + Words.count(stuck, "has", "have") + " nowhere to go.";
        return Words.count(impact.moved().size(), "object changes", "objects change")
                + ", "
                + Words.count(impact.untouched(), "stays", "stay")
                + " as "
                + (impact.untouched() == 1 ? "it is." : "they are.")
                + lacking
                + hidden;
    }

    private Component clusters(List<Impact.Effect> clusters) {
        RowTable<Impact.Effect> table =
                new RowTable<>(
                        "Clusters afterwards",
                        List.of(
                                Column.text("", "Cluster", Impact.Effect::cluster),
                                Column.text("", "Comes", Impact.Effect::comes),
                                Column.text("", "Goes", Impact.Effect::goes),
                                Column.of("", "Room", one -> new Cell.State(one.room()))),
                        Impact.Effect::cluster,
                        clock);
        table.setRows(clusters);
        return table.whenEmpty("You may not list clusters.");
    }

    private Component objects(List<Impact.Moved> moved) {
        RowTable<Impact.Moved> table =
                new RowTable<>(
                        "Objects that change",
                        List.of(
                                Column.text("", "Object", Impact.Moved::object),
                                Column.of("", "What", one -> new Cell.State(one.status())),
                                Column.text("", "From", Impact.Moved::before),
                                Column.text("", "To", Impact.Moved::after)),
                        Impact.Moved::object,
                        clock);
        table.setRows(moved);
        return table;
    }

    private Component reasons(List<Impact.Moved> moved) {
        Div all = new Div();
        all.addClassName("stack");
        moved.stream().limit(EXPLAINED_MAX).forEach(one -> all.add(why(one)));
        return new Details("Why, cluster by cluster", all);
    }

    private Component why(Impact.Moved moved) {
        RowTable<Impact.Reason> table =
                new RowTable<>(
                        "Reasons for " + moved.object(),
                        List.of(
                                Column.text("", "Cluster", Impact.Reason::cluster),
                                Column.of("", "Taken", one -> new Cell.State(taken(one))),
                                Column.text("", "Because", Impact.Reason::why)),
                        Impact.Reason::cluster,
                        clock);
        table.setRows(moved.reasons());
        return new Div(new H3(moved.object()), table);
    }

    private static Status taken(Impact.Reason reason) {
        return reason.chosen() ? Status.of(Level.HEALTHY, "Yes") : Status.of(Level.UNKNOWN, "No");
    }
}
