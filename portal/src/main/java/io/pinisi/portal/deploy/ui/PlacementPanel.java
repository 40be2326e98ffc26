package io.pinisi.portal.deploy.ui;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.IntegerField;
import io.pinisi.portal.deploy.Division;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.ui.StatusBadge;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which clusters, and how the replicas are spread over them. */
final class PlacementPanel extends Div {
    private static final long serialVersionUID = 1L;
    private static final int LARGEST_WEIGHT = 100;

    private final transient Runnable changed;
    private final transient Map<String, Row> rows = new LinkedHashMap<>();
    private final RadioButtonGroup<Mode> mode = new RadioButtonGroup<>("Replicas");
    private final Div list = new Div();

    private enum Mode {
        DUPLICATED("The full number in every cluster"),
        WEIGHTED("Divided by weight");

        private final String words;

        Mode(String words) {
            this.words = words;
        }
    }

    private record Row(Checkbox box, Div share, IntegerField weight, Div status) {}

    PlacementPanel(Runnable changed) {
        this.changed = changed;
        addClassName("stack");
        mode.setItems(Mode.values());
        mode.setItemLabelGenerator(one -> one.words);
        mode.setValue(Mode.WEIGHTED);
        mode.addValueChangeListener(
                event -> {
                    rows.values().forEach(this::arrange);
                    changed.run();
                });
        list.addClassName("weights");
        list.getElement().setAttribute("role", "group");
        list.getElement().setAttribute("aria-label", "Clusters");
        add(list, mode);
    }

    void offer(List<Cluster> clusters) {
        for (Cluster cluster : clusters) {
            Row row = rows.computeIfAbsent(cluster.name(), this::row);
            row.status().removeAll();
            row.status().add(new StatusBadge(cluster.status()));
        }
    }

    private Row row(String cluster) {
        Checkbox box = new Checkbox(cluster, true);
        IntegerField weight = new IntegerField();
        weight.setAriaLabel("Weight of " + cluster);
        weight.setMin(1);
        weight.setMax(LARGEST_WEIGHT);
        weight.setValue(1);
        weight.setStepButtonsVisible(true);
        Span word = new Span("weight");
        word.addClassName("soft");
        Div share = new Div(word, weight);
        share.addClassName("share");
        Row row = new Row(box, share, weight, new Div());
        box.addValueChangeListener(
                event -> {
                    arrange(row);
                    changed.run();
                });
        weight.addValueChangeListener(event -> changed.run());
        arrange(row);
        Div line = new Div(box, row.status(), share);
        line.addClassName("choice");
        list.add(line);
        return row;
    }

    private void arrange(Row row) {
        row.share().setVisible(mode.getValue() == Mode.WEIGHTED);
        row.weight().setEnabled(row.box().getValue());
    }

    List<String> chosen() {
        return rows.entrySet().stream()
                .filter(entry -> entry.getValue().box().getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    Division division() {
        if (mode.getValue() == Mode.DUPLICATED) {
            return new Division.Duplicated();
        }
        Map<String, Integer> weights = new HashMap<>();
        for (String cluster : chosen()) {
            Row row = rows.get(cluster);
            Integer weight = row == null ? null : row.weight().getValue();
            weights.put(cluster, weight == null ? 1 : weight);
        }
        return new Division.Weighted(weights);
    }
}
