package io.pinisi.cluster.controllers.daemonset;

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
import io.pinisi.cluster.controllers.PodBatches;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.claim.Claims;
import io.pinisi.cluster.controllers.claim.OwnerWaker;
import io.pinisi.cluster.controllers.history.Revision;
import io.pinisi.cluster.controllers.history.Revisions;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Wires daemon sets, nodes and pods to the planners and performs what they decide. */
public final class DaemonSetController implements ClusterController {
    private static final String ACCOUNT = "daemon-set-controller";
    private static final GroupVersionKind KIND = new GroupVersionKind("apps", "v1", "DaemonSet");
    private static final int WORKERS = 2;

    private final InstantSource clock;
    private final Lister sets;
    private final Lister pods;
    private final Lister nodes;
    private final Claims claims;
    private final Revisions revisions;
    private final StatusWriter status;
    private final EventRecorder recorder;
    private final Expectations<ObjectKey> expectations;
    private final PodBatches batches;
    private final Controller<ObjectKey> controller;

    public DaemonSetController(Environment environment) {
        ApiClient client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.claims = new Claims(client, Resources.DAEMON_SETS, KIND, Resources.PODS);
        this.status = new StatusWriter(client, Resources.DAEMON_SETS);
        this.recorder = environment.recorder(ACCOUNT);
        this.expectations = new Expectations<>(clock);
        this.batches = new PodBatches(client, expectations, recorder);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer setInformer = environment.informers().of(Resources.DAEMON_SETS);
        Informer podInformer = environment.informers().of(Resources.PODS);
        Informer nodeInformer = environment.informers().of(Resources.NODES);
        Informer history = environment.informers().of(Resources.CONTROLLER_REVISIONS);
        this.sets = setInformer.lister();
        this.pods = podInformer.lister();
        this.nodes = nodeInformer.lister();
        Claims past =
                new Claims(client, Resources.DAEMON_SETS, KIND, Resources.CONTROLLER_REVISIONS);
        this.revisions = new Revisions(client, past, history.lister(), DaemonSetView.HASH_LABEL);
        OwnerWaker.followCounting(claims, setInformer, podInformer, controller, expectations);
        Claims.index(history);
        nodeInformer.addHandler(this::nodeChanged);
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

    /** A node's heartbeat changes nothing for a daemon; its labels and taints may. */
    private void nodeChanged(Change change) {
        if (change instanceof Change.Updated(ObjectNode previous, ObjectNode current)
                && previous.path("spec").equals(current.path("spec"))
                && Metadata.of(previous).labels().equals(Metadata.of(current).labels())) {
            return;
        }
        sets.list().forEach(set -> controller.queue().add(Metadata.key(set)));
    }

    private Outcome reconcile(ObjectKey key) throws InterruptedException {
        Optional<ObjectNode> found = sets.find(key);
        if (found.isEmpty()) {
            expectations.forget(key);
            return Outcome.SETTLED;
        }
        DaemonSetView set = new DaemonSetView(found.get());
        if (set.metadata().isDeleting()) {
            return Outcome.SETTLED;
        }
        List<Revision> known = revisions.of(set.tree());
        Revisions.Present present = revisions.present(set.tree(), known, set.collisionCount());
        DaemonPods factory =
                new DaemonPods(
                        set, revisions.hash(present.revision()), claims.reference(set.tree()));
        List<ObjectNode> owned = claims.claim(set.tree(), pods);
        DaemonState state = DaemonState.of(factory, nodes.list(), owned, clock.instant());
        RuntimeException failed = expectations.areMet(key) ? act(state, factory) : null;
        revisions.trim(known, live(known, present.revision(), owned), set.revisionHistoryLimit());
        status.write(set.tree(), DaemonStatus.of(state, present.collisions()));
        if (failed != null && !PodBatches.isEndOfNamespace(failed)) {
            throw failed;
        }
        return Stream.of(DaemonStatus.nextAvailable(state), DaemonPlanner.pause(state))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .map(wait -> Outcome.revisit(wait.plus(Duration.ofMillis(1))))
                .orElse(Outcome.SETTLED);
    }

    /** First every node gets its pod; the update goes on once that is so. */
    private @Nullable RuntimeException act(DaemonState state, DaemonPods factory)
            throws InterruptedException {
        DaemonPlan plan = DaemonPlanner.plan(state);
        if (plan.isEmpty()) {
            plan = RollingPlanner.plan(state);
        }
        plan.ended().forEach(pod -> tell(state.set(), pod));
        List<ObjectNode> create = plan.create().stream().map(factory::pod).toList();
        return batches.perform(state.set().tree(), create, plan.delete());
    }

    private void tell(DaemonSetView set, PodView pod) {
        Metadata metadata = pod.metadata();
        String subject =
                "daemon pod "
                        + metadata.namespace()
                        + "/"
                        + metadata.name()
                        + " on node "
                        + pod.nodeName();
        if (pod.phase().equals("Failed")) {
            recorder.warning(
                    set.tree(),
                    "FailedDaemonPod",
                    "Found failed " + subject + ", will try to kill it");
        } else {
            recorder.normal(
                    set.tree(),
                    "SucceededDaemonPod",
                    "Found succeeded " + subject + ", will try to delete it");
        }
    }

    private Set<String> live(List<Revision> known, Revision present, List<ObjectNode> owned) {
        Set<String> hashes = new HashSet<>();
        owned.stream()
                .map(pod -> Metadata.of(pod).label(DaemonSetView.HASH_LABEL))
                .filter(Objects::nonNull)
                .forEach(hashes::add);
        Set<String> live = new HashSet<>();
        live.add(present.name());
        known.stream()
                .filter(revision -> hashes.contains(revisions.hash(revision)))
                .forEach(revision -> live.add(revision.name()));
        return live;
    }
}
