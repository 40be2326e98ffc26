package io.pinisi.portal.deploy.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import io.pinisi.auth.Identity;
import io.pinisi.portal.applications.ApplicationRef;
import io.pinisi.portal.backend.BackendSlot;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.deploy.DeployRequest;
import io.pinisi.portal.deploy.Deployed;
import io.pinisi.portal.deploy.Plan;
import io.pinisi.portal.deploy.Problem;
import io.pinisi.portal.fleet.Cluster;
import io.pinisi.portal.ui.Failure;
import io.pinisi.portal.ui.Live;
import io.pinisi.portal.ui.Notices;
import io.pinisi.portal.ui.PageFrame;
import io.pinisi.portal.ui.Panel;
import io.pinisi.portal.ui.Person;
import io.pinisi.portal.ui.Work;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to run on the left, what will happen on the right, and the button that makes it so. */
@Prototype
@Route("deploy")
final class DeployView extends PageFrame {
    private static final long serialVersionUID = 1L;

    private final transient BackendSlot backend;
    private final transient Identity who = Person.current();
    private final SourcePanel source;
    private final PlacementPanel placement;
    private final PlanPanel planned;
    private final Button deploy = new Button("Deploy", click -> deploy());

    /** Which question the latest plan answers; older answers are dropped. */
    private int asked;

    private transient @Nullable DeployRequest sound;

    /** What the page has to know before it can offer choices. */
    private record Choices(List<Cluster> clusters, List<String> namespaces) {}

    DeployView(BackendSlot backend, InstantSource clock) {
        super("Deploy");
        this.backend = backend;
        this.source = new SourcePanel(this::plan);
        this.placement = new PlacementPanel(this::plan);
        this.planned = new PlanPanel(clock);
        deploy.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        deploy.setEnabled(false);
        Div left = new Div(new Panel("What", source), new Panel("Where", placement));
        Div right = new Div(new Panel("What will happen", planned).with(deploy));
        right.addClassName("sticky");
        Div steps = new Div(left, right);
        steps.addClassName("steps");
        add(steps);
        Live.on(
                this,
                () -> backend.get().fleet().changes(),
                () ->
                        new Choices(
                                backend.get()
                                        .fleet()
                                        .clusters(who, PageRequest.first(PageRequest.LARGEST))
                                        .rows(),
                                backend.get().deploy().namespaces(who)),
                choices -> {
                    source.offer(choices.namespaces());
                    placement.offer(choices.clusters());
                },
                failure -> planned.fail(failure.about("list clusters")));
    }

    private void plan() {
        asked++;
        sound = null;
        deploy.setEnabled(false);
        Optional<DeployRequest> request = request();
        if (request.isEmpty()) {
            planned.ask(source.missing().orElse("Choose at least one cluster."));
            return;
        }
        int question = asked;
        planned.busy();
        Work.run(
                this,
                () -> backend.get().deploy().plan(who, request.get()),
                plan -> answer(question, request.get(), plan),
                failure -> refuse(question, failure));
    }

    private Optional<DeployRequest> request() {
        if (source.missing().isPresent() || placement.chosen().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DeployRequest(
                        source.manifest(),
                        source.namespace(),
                        placement.chosen(),
                        placement.division()));
    }

    private void answer(int question, DeployRequest request, Plan plan) {
        if (question != asked) {
            return;
        }
        planned.show(plan);
        if (plan.isSound()) {
            sound = request;
            deploy.setEnabled(true);
        }
    }

    private void refuse(int question, Failure failure) {
        if (question == asked) {
            planned.fail(failure);
        }
    }

    private void deploy() {
        DeployRequest request = sound;
        if (request == null) {
            return;
        }
        deploy.setEnabled(false);
        deploy.setText("Deploying …");
        Work.run(
                this,
                () -> backend.get().deploy().deploy(who, request),
                this::done,
                failure -> {
                    deploy.setText("Deploy");
                    deploy.setEnabled(true);
                    Notices.failure(failure);
                });
    }

    private void done(Deployed deployed) {
        deploy.setText("Deploy");
        switch (deployed) {
            case Deployed.Done(Optional<ApplicationRef> application) -> {
                Notices.done("Deployed to " + String.join(", ", placement.chosen()));
                UI.getCurrent()
                        .navigate(
                                application
                                        .map(
                                                app ->
                                                        "applications/"
                                                                + app.namespace()
                                                                + "/"
                                                                + app.name())
                                        .orElse("applications"));
            }
            case Deployed.Refused(List<Problem> problems, List<String> written) ->
                    planned.refused(problems, written);
        }
    }
}
