package io.pinisi.portal.placement.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.checkbox.CheckboxGroupVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.placement.RebalanceStep;
import io.pinisi.portal.status.Words;
import io.pinisi.portal.ui.Cell;
import io.pinisi.portal.ui.Column;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.RowTable;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which workloads would move if they were placed today, and the button that has them moved. */
@Prototype
@Route("rebalance")
final class RebalanceView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final CheckboxGroup<String> choice = new CheckboxGroup<>("Would move");
    private final Button start = new Button("Start", click -> start());
    private final ImpactPanel impact;
    private final RowTable<RebalanceStep> steps;
    private final transient Map<String, String> moves = new LinkedHashMap<>();
    private boolean allowed;
    private int asked;

    RebalanceView(BackendSlot backend, InstantSource clock) {
        super("Rebalance");
        this.backend = backend;
        this.impact = new ImpactPanel(clock);
        this.steps =
                new RowTable<>(
                                "Runs",
                                columns(),
                                (RebalanceStep step) -> step.run() + step.object(),
                                clock)
                        .whenEmpty("Nothing has been placed anew of late.");
        choice.addThemeVariants(CheckboxGroupVariant.LUMO_VERTICAL);
        choice.setItemLabelGenerator(object -> object + ": " + moves.getOrDefault(object, ""));
        choice.addValueChangeListener(
                change -> {
                    if (change.isFromClient()) {
                        preview(change.getValue());
                    }
                });
        choice.setVisible(false);
        start.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        start.setVisible(false);
        addActions(new Button("Reckon again", click -> reckon()), start);
        Div question =
                new Div(
                        new Paragraph(
                                "Placed workloads stay where they are, also when there would be a"
                                    + " better place by now. The engine's own placement is asked"
                                    + " where each would go today. Nothing moves until you start"
                                    + " it; the new copies are healthy before the old ones go."),
                        choice);
        question.addClassName("stack");
        Div content =
                new Div(
                        new Panel("Question", question),
                        new Panel("Answer", impact),
                        new Panel("Runs", steps));
        content.addClassName("stack");
        add(content);
        addAttachListener(attached -> reckon());
        Live.on(
                this,
                () -> backend.get().rebalance().changes(),
                () -> backend.get().rebalance().steps(who),
                steps::setRows,
                Notices::failure);
    }

    /** What is offered is what would move if everything were placed anew. */
    private void reckon() {
        asked++;
        int question = asked;
        impact.busy();
        Work.run(
                this,
                () ->
                        new Answer(
                                backend.get().rebalance().preview(who, Set.of()),
                                backend.get().rebalance().mayStart(who)),
                answer -> {
                    if (question == asked) {
                        allowed = answer.allowed();
                        offer(answer.impact().moved());
                        impact.show(answer.impact());
                    }
                },
                impact::fail);
    }

    private record Answer(Impact impact, boolean allowed) {}

    private void offer(List<Impact.Moved> moved) {
        moves.clear();
        moved.stream()
                .filter(one -> !one.before().equals(one.after()))
                .forEach(one -> moves.put(one.object(), one.before() + " → " + one.after()));
        choice.setItems(moves.keySet());
        choice.setValue(moves.keySet());
        choice.setVisible(!moves.isEmpty());
        offerStart(moves.keySet());
    }

    private void offerStart(Set<String> chosen) {
        start.setVisible(allowed && !moves.isEmpty());
        start.setEnabled(!chosen.isEmpty());
        start.setText("Move " + Words.count(chosen.size(), "workload", "workloads"));
    }

    /** Fewer that move leave more room, so that it is reckoned for exactly those. */
    private void preview(Set<String> chosen) {
        asked++;
        int question = asked;
        offerStart(chosen);
        if (chosen.isEmpty()) {
            impact.ask("Nothing chosen", "Choose what is to be placed anew.");
            return;
        }
        impact.busy();
        Work.run(
                this,
                () -> backend.get().rebalance().preview(who, chosen),
                answer -> {
                    if (question == asked) {
                        impact.show(answer);
                    }
                },
                impact::fail);
    }

    private void start() {
        Set<String> chosen = Set.copyOf(choice.getValue());
        Work.act(
                this,
                () -> backend.get().rebalance().start(who, chosen),
                () -> {
                    Notices.done(
                            Words.count(chosen.size(), "workload is", "workloads are")
                                    + " placed anew");
                    reckon();
                });
    }

    private static List<Column<RebalanceStep>> columns() {
        return List.of(
                Column.text("", "Object", RebalanceStep::object),
                Column.of("", "State", step -> new Cell.State(step.status())),
                Column.<RebalanceStep>of("", "Run", step -> new Cell.Mono(step.run())).wide(),
                Column.of("", "Started", step -> new Cell.Age(step.asked())),
                Column.of("", "Finished", step -> new Cell.Age(step.finished())));
    }
}
