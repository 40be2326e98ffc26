package io.pinisi.cluster.controllers.replicaset;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.Change;
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
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.claim.Claims;
import io.pinisi.cluster.controllers.replicaset.ReplicaStatus.Failure;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Wires ReplicaSets and pods to the planner and performs what it decides. */
public final class ReplicaSetController implements ClusterController {
    private static final String ACCOUNT = "replicaset-controller";
    private static final GroupVersionKind KIND = new GroupVersionKind("apps", "v1", "ReplicaSet");
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

    public ReplicaSetController(Environment environment) {
        ApiClient client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.claims = new Claims(client, Resources.REPLICA_SETS, KIND, Resources.PODS);
        this.status = new StatusWriter(client, Resources.REPLICA_SETS);
        this.recorder = environment.recorder(ACCOUNT);
        this.expectations = new Expectations<>(clock);
        this.batches = new PodBatches(client, expectations, recorder);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer setInformer = environment.informers().of(Resources.REPLICA_SETS);
        Informer podInformer = environment.informers().of(Resources.PODS);
        this.sets = setInformer.lister();
        this.pods = podInformer.lister();
        Claims.index(podInformer);
        setInformer.addHandler(this::setChanged);
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

    private void setChanged(Change change) {
        ObjectKey key = Metadata.key(change.object());
        if (change instanceof Change.Deleted) {
            expectations.forget(key);
        }
        controller.queue().add(key);
    }

    private void podChanged(Change change) {
        ObjectNode pod = change.object();
        switch (change) {
            case Change.Added _ -> {
                if (Metadata.of(pod).isDeleting()) {
                    gone(pod);
                } else {
                    claims.owner(pod, sets)
                            .ifPresent(set -> expectations.created(Metadata.key(set)));
                }
            }
            case Change.Updated(ObjectNode previous, ObjectNode current) -> {
                if (Metadata.of(current).isDeleting()) {
                    gone(current);
                }
                if (!Metadata.of(previous).controller().equals(Metadata.of(current).controller())) {
                    wakeOwners(previous);
                }
            }
            case Change.Deleted _ -> gone(pod);
        }
        wakeOwners(pod);
    }

    /** A pod that is being deleted counts as deleted at once. */
    private void gone(ObjectNode pod) {
        claims.owner(pod, sets)
                .ifPresent(set -> expectations.deleted(Metadata.key(set), Metadata.uid(pod)));
    }

    private void wakeOwners(ObjectNode pod) {
        Metadata metadata = Metadata.of(pod);
        if (metadata.controller().isPresent()) {
            claims.owner(pod, sets).ifPresent(set -> controller.queue().add(Metadata.key(set)));
            return;
        }
        String namespace = metadata.namespace();
        if (namespace == null) {
            return;
        }
        for (ObjectNode set : sets.inNamespace(namespace)) {
            LabelSelector selector = LabelSelector.of(set.path("spec").path("selector"));
            if (selector.matches(metadata.labels())) {
                controller.queue().add(Metadata.key(set));
            }
        }
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
            failed = batches.perform(set, action, claims.reference(set));
        }
        Instant now = clock.instant();
        status.write(set, ReplicaStatus.of(set, active, failure(action, failed), now));
        if (failed != null
                && !(failed instanceof ApiException e && PodBatches.isEndOfNamespace(e))) {
            throw failed;
        }
        return ReplicaStatus.nextAvailable(set, active, now)
                .map(wait -> Outcome.revisit(wait.plus(Duration.ofMillis(1))))
                .orElse(Outcome.SETTLED);
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
