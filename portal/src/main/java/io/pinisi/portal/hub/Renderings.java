package io.pinisi.portal.hub;

import io.pinisi.cluster.history.Differences;
import io.pinisi.cluster.history.Differences.Difference;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.override.OverrideStep;
import io.pinisi.federation.propagation.RenderPreview;
import io.pinisi.federation.propagation.RenderPreview.Row;
import io.pinisi.portal.applications.RenderQuestion;
import io.pinisi.portal.applications.Rendering;
import io.pinisi.portal.applications.Rendering.Step;
import io.pinisi.portal.history.FieldChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares the forms that clusters get of an object. Pure. */
record Renderings(List<String> objects, String object, RenderPreview preview) {

    /** An answer, with the question's open ends closed by what there is. */
    Rendering of(RenderQuestion asked) {
        List<String> clusters = preview.rows().stream().map(Row::cluster).toList();
        String left = clusters.contains(asked.left()) ? asked.left() : "";
        String first = clusters.isEmpty() ? "" : clusters.getFirst();
        String right = clusters.contains(asked.right()) ? asked.right() : first;
        Optional<Row> from = row(left);
        Optional<Row> to = row(right);
        JsonNode before = from.isPresent() ? from.get().object() : preview.template();
        JsonNode after = to.map(Row::object).orElse(null);
        return new Rendering(
                new RenderQuestion(object, left, right),
                objects,
                clusters,
                problems(from, to),
                before == null || after == null
                        ? List.of()
                        : Differences.between(before, after).stream()
                                .map(Renderings::change)
                                .toList(),
                steps(from, to),
                after == null ? "" : Yaml.print(after));
    }

    private Optional<Row> row(String cluster) {
        return preview.rows().stream().filter(row -> row.cluster().equals(cluster)).findFirst();
    }

    private static List<String> problems(Optional<Row> from, Optional<Row> to) {
        List<String> problems = new ArrayList<>();
        for (Row row : rows(from, to)) {
            if (!row.problem().isEmpty()) {
                problems.add(row.cluster() + ": " + row.problem());
            }
        }
        return problems;
    }

    private static List<Row> rows(Optional<Row> from, Optional<Row> to) {
        List<Row> rows = new ArrayList<>();
        to.ifPresent(rows::add);
        from.filter(row -> !rows.contains(row)).ifPresent(rows::add);
        return rows;
    }

    private static List<Step> steps(Optional<Row> from, Optional<Row> to) {
        List<Step> steps = new ArrayList<>();
        for (Row row : rows(from, to)) {
            for (OverrideStep step : row.steps()) {
                for (Difference change : step.changes()) {
                    steps.add(new Step(row.cluster(), step.policy(), step.field(), change(change)));
                }
            }
        }
        return steps;
    }

    private static FieldChange change(Difference difference) {
        return new FieldChange(
                difference.path(), text(difference.before()), text(difference.after()));
    }

    private static String text(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        return value.isString() ? value.asString() : value.toString();
    }
}
