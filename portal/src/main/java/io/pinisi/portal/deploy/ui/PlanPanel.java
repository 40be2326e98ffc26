package io.pinisi.portal.deploy.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.pinisi.portal.deploy.Plan;
import io.pinisi.portal.deploy.PlannedCluster;
import io.pinisi.portal.deploy.PlannedObject;
import io.pinisi.portal.deploy.Problem;
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
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What would happen, or why nothing would. */
final class PlanPanel extends Div {
    private static final long serialVersionUID = 1L;
    private final transient InstantSource clock;
    private final Div content = new Div();
    private final Span note = new Span();

    PlanPanel(InstantSource clock) {
        this.clock = clock;
        getElement().setAttribute("aria-live", "polite");
        content.addClassName("stack");
        note.addClassName("soft");
        add(note, content);
        ask("Say what to run, and the plan appears here.");
    }

    void ask(String why) {
        put(new Placeholder(Icon.DEPLOY, "Not yet", why));
    }

    void busy() {
        note.setText("Checking …");
    }

    void fail(Failure failure) {
        put(Placeholder.of(failure));
    }

    void show(Plan plan) {
        if (!plan.problems().isEmpty()) {
            put(
                    new Paragraph("The hub would refuse this. Nothing has been changed."),
                    list(plan.problems()));
            return;
        }
        put(new H3("Where"), clusters(plan.clusters()), new H3("What"), objects(plan.objects()));
    }

    void refused(List<Problem> problems, List<String> written) {
        put(
                new Paragraph(
                        written.isEmpty()
                                ? "The hub refused this. Nothing has been changed."
                                : "The hub refused a part. Written before that: "
                                        + String.join(", ", written)
                                        + "."),
                list(problems));
    }

    private void put(Component... components) {
        note.setText("");
        content.removeAll();
        content.add(components);
    }

    private static Component list(List<Problem> problems) {
        FaultList list = new FaultList();
        for (Problem problem : problems) {
            String where =
                    problem.document() > 0
                            ? "Document " + problem.document() + " " + problem.object()
                            : "";
            list.add(where, problem.field(), problem.message());
        }
        return list;
    }

    private Component clusters(List<PlannedCluster> clusters) {
        RowTable<PlannedCluster> table =
                new RowTable<>(
                        "Placement",
                        List.of(
                                Column.text("", "Cluster", PlannedCluster::cluster),
                                Column.of("", "Runs", one -> new Cell.State(runs(one)))),
                        PlannedCluster::cluster,
                        clock);
        table.setRows(clusters);
        return table;
    }

    private static Status runs(PlannedCluster cluster) {
        if (!cluster.chosen()) {
            return new Status(Level.UNKNOWN, "Nothing", cluster.reason());
        }
        String words =
                cluster.replicas().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                                one ->
                                        Words.count(one.getValue(), "replica", "replicas")
                                                + (cluster.replicas().size() > 1
                                                        ? " of " + one.getKey()
                                                        : ""))
                        .collect(Collectors.joining(", "));
        return new Status(Level.HEALTHY, words.isEmpty() ? "All objects" : words, cluster.reason());
    }

    private Component objects(List<PlannedObject> objects) {
        RowTable<PlannedObject> table =
                new RowTable<>(
                        "Objects",
                        List.of(
                                Column.of(
                                        "",
                                        "Object",
                                        one -> new Cell.Text(one.kind() + " " + one.name())),
                                Column.text("", "Namespace", PlannedObject::namespace),
                                Column.text(
                                        "",
                                        "Will be",
                                        one -> one.effect().name().toLowerCase(Locale.ROOT))),
                        one -> one.kind() + "/" + one.namespace() + "/" + one.name(),
                        clock);
        table.setRows(objects);
        return table;
    }
}
