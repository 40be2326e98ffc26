package io.pinisi.portal.placement.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would happen if a cluster died now: simulated, nothing is moved. */
@Prototype
@Route("drill")
final class DrillView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final Select<String> cluster = new Select<>();
    private final ImpactPanel impact;
    private transient List<String> offered = List.of();
    private int asked;

    DrillView(BackendSlot backend, InstantSource clock) {
        super("Failover drill");
        this.backend = backend;
        this.impact = new ImpactPanel(clock);
        cluster.setLabel("If this cluster died now");
        cluster.setPlaceholder("Choose a cluster");
        cluster.addValueChangeListener(event -> run(event.getValue()));
        Div question =
                new Div(
                        new Paragraph(
                                "The engine's own placement is asked where everything would go if"
                                        + " the cluster stopped answering and stayed away for ten"
                                        + " minutes. Nothing is moved."),
                        cluster);
        question.addClassName("stack");
        Div content = new Div(new Panel("Question", question), new Panel("Answer", impact));
        content.addClassName("stack");
        add(content);
        impact.ask("No cluster chosen", "The answer appears here.");
        Live.on(
                this,
                () -> backend.get().fleet().changes(),
                () ->
                        backend
                                .get()
                                .fleet()
                                .clusters(who, PageRequest.first(PageRequest.LARGEST))
                                .rows()
                                .stream()
                                .map(Cluster::name)
                                .toList(),
                this::offer,
                failure -> impact.fail(failure.about("list clusters")));
    }

    private void offer(List<String> names) {
        if (names.equals(offered)) {
            return;
        }
        offered = List.copyOf(names);
        String chosen = cluster.getValue();
        cluster.setItems(names);
        if (chosen != null && names.contains(chosen)) {
            cluster.setValue(chosen);
        }
    }

    private void run(@Nullable String name) {
        asked++;
        if (name == null) {
            impact.ask("No cluster chosen", "The answer appears here.");
            return;
        }
        int question = asked;
        impact.busy();
        Work.run(
                this,
                () -> backend.get().placement().drill(who, name),
                answer -> {
                    if (question == asked) {
                        impact.show(answer);
                    }
                },
                failure -> {
                    if (question == asked) {
                        impact.fail(failure);
                    }
                });
    }
}
