package io.pinisi.cluster.controllers.replicaset;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Expectations;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.PodBatches;
import io.pinisi.cluster.controllers.PodFactory;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.claim.Claims;
import io.pinisi.cluster.controllers.claim.OwnerWaker;
import io.pinisi.cluster.controllers.replicaset.ReplicaStatus.Failure;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Wires one kind of sets and their pods to the planner and performs what it decides. */
public final class ReplicaController implements ClusterController {
    private static final int WORKERS = 5;

    private final InstantSource clock;
    private final Lister sets;
    private final Lister pods;
    private final Claims claims;
    private final StatusWriter status;
    private final EventRecorder recorder;
    private final Expectations<ObjectKey> expectations;
    private final PodBatches batches;
    private final Controller<ObjectKey> controller;

    private ReplicaController(
            Environment environment, String account, GroupVersionResource kind, Claims claims) {
        ApiClient client = environment.as(account);
        this.clock = environment.clock();
        this.claims = claims;
        this.status = new StatusWriter(client, kind);
        this.recorder = environment.recorder(account);
        this.expectations = new Expectations<>(clock);
        this.batches = new PodBatches(client, expectations, recorder);
        this.controller = Controller.of(account, clock, this::reconcile, WORKERS);
        Informer setInformer = environment.informers().of(kind);
        Informer podInformer = environment.informers().of(Resources.PODS);
        this.sets = setInformer.lister();
        this.pods = podInformer.lister();
        OwnerWaker.followCounting(claims, setInformer, podInformer, controller, expectations);
    }

    public static ReplicaController ofReplicaSets(Environment environment) {
        String account = "replicaset-controller";
        Claims claims =
                new Claims(
                        environment.as(account),
                        Resources.REPLICA_SETS,
                        new GroupVersionKind("apps", "v1", "ReplicaSet"),
                        Resources.PODS);
        return new ReplicaController(environment, account, Resources.REPLICA_SETS, claims);
    }

    /** Replication controllers are replica sets that select by a plain map of labels. */
    public static ReplicaController ofReplicationControllers(Environment environment) {
        String account = "replication-controller";
        Claims claims =
                new Claims(
                        environment.as(account),
                        Resources.REPLICATION_CONTROLLERS,
                        new GroupVersionKind("", "v1", "ReplicationController"),
                        Resources.PODS,
                        ReplicaController::plainSelector);
        return new ReplicaController(
                environment, account, Resources.REPLICATION_CONTROLLERS, claims);
    }

    private static LabelSelector plainSelector(ObjectNode controller) {
        Map<String, String> labels = new LinkedHashMap<>();
        controller
                .path("spec")
                .path("selector")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels.isEmpty() ? LabelSelector.nothing() : LabelSelector.exactly(labels);
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

    private Outcome reconcile(ObjectKey key) throws InterruptedException {
        Optional<ObjectNode> found = sets.find(key);
        if (found.isEmpty()) {
            expectations.forget(key);
            return Outcome.SETTLED;
        }
        ObjectNode set = found.get();
        boolean mayAct = expectations.areMet(key) && !Metadata.of(set).isDeleting();
        List<PodView> active = active(claims.claim(set, pods));
        RuntimeException failed = null;
        ReplicaAction action = new ReplicaAction.Nothing();
        if (mayAct) {
            action = ReplicaPlanner.plan(wanted(set), active, related(set), clock.instant());
            failed = perform(set, action);
        }
        Instant now = clock.instant();
        status.write(set, ReplicaStatus.of(set, active, failure(action, failed), now));
        if (failed != null && !PodBatches.isEndOfNamespace(failed)) {
            throw failed;
        }
        return ReplicaStatus.nextAvailable(set, active, now)
                .map(wait -> Outcome.revisit(wait.plus(Duration.ofMillis(1))))
                .orElse(Outcome.SETTLED);
    }

    private @Nullable RuntimeException perform(ObjectNode set, ReplicaAction action)
            throws InterruptedException {
        return switch (action) {
            case ReplicaAction.Nothing() -> null;
            case ReplicaAction.Create(int count) ->
                    batches.perform(set, Collections.nCopies(count, pod(set)), List.of());
            case ReplicaAction.Delete(List<PodView> surplus) ->
                    batches.perform(set, List.of(), surplus);
        };
    }

    private ObjectNode pod(ObjectNode set) {
        return PodFactory.fromTemplate(
                set, set.path("spec").path("template"), claims.reference(set));
    }

    private static int wanted(ObjectNode set) {
        return set.path("spec").path("replicas").asInt(1);
    }

    private static List<PodView> active(List<ObjectNode> trees) {
        return trees.stream().map(PodView::new).filter(PodView::isActive).toList();
    }

    private static @Nullable Failure failure(
            ReplicaAction action, @Nullable RuntimeException failed) {
        if (failed == null) {
            return null;
        }
        String reason = action instanceof ReplicaAction.Create ? "FailedCreate" : "FailedDelete";
        return new Failure(reason, String.valueOf(failed.getMessage()));
    }

    /** Active pods of every set with the same owner, this one's included. */
    private List<PodView> related(ObjectNode set) {
        List<ObjectNode> siblings =
                Metadata.of(set)
                        .controller()
                        .map(owner -> sets.ownedBy(owner.uid()))
                        .orElse(List.of(set));
        List<PodView> related = new ArrayList<>();
        for (ObjectNode sibling : siblings) {
            related.addAll(active(pods.ownedBy(Metadata.uid(sibling))));
        }
        return related;
    }
}
