package io.pinisi.cluster.controllers.disruption;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Wires budgets and pods to the planner and writes what it reckons. */
public final class DisruptionController implements ClusterController {
    private static final String ACCOUNT = "disruption-controller";
    private static final int WORKERS = 2;

    private final InstantSource clock;
    private final Lister budgets;
    private final Lister pods;
    private final Scales scales;
    private final StatusWriter status;
    private final EventRecorder recorder;
    private final Controller<ObjectKey> controller;

    public DisruptionController(Environment environment) {
        ApiClient client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.scales = new Scales(client, environment.informers());
        this.status = new StatusWriter(client, Resources.DISRUPTION_BUDGETS);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer budgetInformer = environment.informers().of(Resources.DISRUPTION_BUDGETS);
        Informer podInformer = environment.informers().of(Resources.PODS);
        this.budgets = budgetInformer.lister();
        this.pods = podInformer.lister();
        budgetInformer.addHandler(change -> wake(change.object()));
        podInformer.addHandler(this::podChanged);
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
        recorder.close();
    }

    private void wake(ObjectNode budget) {
        controller.queue().add(Metadata.key(budget));
    }

    private void podChanged(Change change) {
        if (change instanceof Change.Updated(ObjectNode previous, ObjectNode _)) {
            wakeBudgetsOf(previous);
        }
        wakeBudgetsOf(change.object());
    }

    private void wakeBudgetsOf(ObjectNode pod) {
        String namespace = Objects.requireNonNull(Metadata.of(pod).namespace());
        budgets.inNamespace(namespace).stream()
                .filter(budget -> new BudgetView(budget).covers(pod))
                .forEach(this::wake);
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ObjectNode> found = budgets.find(key);
        if (found.isEmpty()) {
            return Outcome.SETTLED;
        }
        BudgetView budget = new BudgetView(found.get());
        List<PodView> covered =
                pods.inNamespace(Objects.requireNonNull(key.namespace())).stream()
                        .filter(budget::covers)
                        .map(PodView::new)
                        .toList();
        if (covered.isEmpty()) {
            recorder.normal(budget.tree(), "NoPods", "No matching pods found");
        }
        Instant now = clock.instant();
        int scale;
        try {
            scale = budget.asksForScale() ? scale(budget, covered) : 0;
        } catch (IllegalStateException e) {
            return fail(budget, String.valueOf(e.getMessage()), now);
        }
        BudgetPlanner.Plan plan = BudgetPlanner.plan(budget, covered, scale, now);
        plan.unkept().forEach(pod -> tellUnkept(budget, pod));
        status.write(budget.tree(), plan.status());
        return plan.revisit().map(Outcome::revisit).orElse(Outcome.SETTLED);
    }

    private int scale(BudgetView budget, List<PodView> covered) {
        Scales.Expected expected = scales.of(covered);
        if (!expected.unmanaged().isEmpty()) {
            recorder.warning(
                    budget.tree(),
                    "UnmanagedPods",
                    "Pods selected by this PodDisruptionBudget (selector: "
                            + budget.selector()
                            + ") were found to be unmanaged. As a result, the status of the PDB"
                            + " cannot be calculated correctly, which may result in undefined"
                            + " behavior. To account for these pods please set"
                            + " \".spec.minAvailable\" field of the PDB to an integer value.");
        }
        return expected.scale();
    }

    private Outcome fail(BudgetView budget, String why, Instant now) {
        recorder.warning(
                budget.tree(),
                "CalculateExpectedPodCountFailed",
                "Failed to calculate the number of expected pods: " + why);
        status.write(budget.tree(), BudgetPlanner.failed(budget, why, now));
        return Outcome.UNFINISHED;
    }

    private void tellUnkept(BudgetView budget, PodView pod) {
        recorder.warning(
                pod.tree(),
                "NotDeleted",
                "Pod was expected by PDB "
                        + budget.metadata().namespace()
                        + "/"
                        + budget.metadata().name()
                        + " to be deleted but it wasn't");
    }
}
