package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.scheduler.Decision.Placement;
import io.pinisi.cluster.scheduler.Decision.Unschedulable;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes waiting pods one by one, decides, and writes. A placement is assumed at once, so that the
 * next decision counts it, and is written in a thread of its own.
 */
public final class Scheduler implements AutoCloseable {
    public static final String NAME = "default-scheduler";
    private static final Logger log = LoggerFactory.getLogger(Scheduler.class);
    private static final GroupVersionResource STORAGE_CLASSES =
            GroupVersionResource.of("storage.k8s.io/v1", "storageclasses");
    private static final GroupVersionResource BUDGETS =
            GroupVersionResource.of("policy/v1", "poddisruptionbudgets");
    private static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");

    private final InstantSource clock;
    private final SchedulingCycle cycle;
    private final ClusterState state = new ClusterState();
    private final SchedulingQueue queue;
    private final KinFinder kin;
    private final Lister pods;
    private final Binder binder;
    private final ClaimBinder claimBinder;
    private final EventRecorder recorder;
    private final Preemptor preemptor;
    private final Semaphore bindings;
    private final Semaphore volumeWaits;
    private final SchedulerLimits limits;
    private @Nullable Thread thread;
    private int turn;

    public Scheduler(
            SharedInformers informers,
            Profile profile,
            SchedulerLimits limits,
            InstantSource clock) {
        this.clock = clock;
        this.cycle = new SchedulingCycle(profile);
        this.queue = new SchedulingQueue(clock);
        this.binder = new Binder(informers.client());
        this.recorder = EventRecorder.of(informers.client(), NAME, clock);
        this.preemptor =
                new Preemptor(
                        profile, state, informers.of(BUDGETS).lister(), binder, recorder, clock);
        this.limits = limits;
        this.bindings = new Semaphore(limits.bindings());
        this.volumeWaits = new Semaphore(limits.volumeWaits());
        this.kin =
                new KinFinder(
                        informers.of(GroupVersionResource.of("v1", "services")).lister(),
                        informers.of(GroupVersionResource.of("apps/v1", "replicasets")).lister());
        Informer namespaces = informers.of(GroupVersionResource.of("v1", "namespaces"));
        namespaces.addHandler(this::namespaceChanged);
        informers.of(NODES).addHandler(this::nodeChanged);
        Informer podInformer = informers.of(Binder.PODS);
        this.pods = podInformer.lister();
        podInformer.addHandler(this::podChanged);
        Informer claims = informers.of(ClaimBinder.CLAIMS);
        this.claimBinder = new ClaimBinder(informers.client(), claims.lister());
        claims.addHandler(this::claimChanged);
        followVolumes(informers);
    }

    private void followVolumes(SharedInformers informers) {
        informers
                .of(ClaimBinder.VOLUMES)
                .addHandler(
                        change -> {
                            state.volumeChanged(change);
                            queue.clusterChanged();
                        });
        informers
                .of(STORAGE_CLASSES)
                .addHandler(
                        change -> {
                            state.classChanged(change);
                            queue.clusterChanged();
                        });
    }

    private void claimChanged(Change change) {
        state.claimChanged(change);
        claimBinder.claimChanged();
        queue.clusterChanged();
    }

    /** To be called when the informers have synced. */
    public synchronized void start() {
        thread = Thread.ofVirtual().name("scheduler").start(this::work);
    }

    @Override
    public synchronized void close() {
        queue.close();
        if (thread != null) {
            thread.interrupt();
        }
        recorder.close();
    }

    private void namespaceChanged(Change change) {
        Metadata namespace = Metadata.of(change.object());
        if (change instanceof Change.Deleted) {
            state.removeNamespace(namespace.name());
        } else {
            state.putNamespace(namespace.name(), namespace.labels());
        }
    }

    /** Heartbeats change nodes all the time; only what rules look at wakes waiting pods. */
    private void nodeChanged(Change change) {
        switch (change) {
            case Change.Added(ObjectNode node) -> state.putNode(node);
            case Change.Updated(ObjectNode previous, ObjectNode node) -> {
                if (isSame(previous, node)) {
                    return;
                }
                state.putNode(node);
            }
            case Change.Deleted(ObjectNode node) -> {
                state.removeNode(Metadata.of(node).name());
                return;
            }
        }
        queue.clusterChanged();
    }

    private static boolean isSame(ObjectNode previous, ObjectNode node) {
        return previous.path("spec").equals(node.path("spec"))
                && previous.path("metadata")
                        .path("labels")
                        .equals(node.path("metadata").path("labels"))
                && previous.at("/status/allocatable").equals(node.at("/status/allocatable"))
                && previous.at("/status/images").equals(node.at("/status/images"));
    }

    private void podChanged(Change change) {
        PodView pod = new PodView(change.object());
        String uid = pod.metadata().uid();
        if (change instanceof Change.Deleted || pod.isTerminal()) {
            queue.remove(uid);
            state.nominateNoMore(uid);
            if (state.isPlaced(uid)) {
                state.remove(uid);
                queue.clusterChanged();
            }
            return;
        }
        if (!pod.nodeName().isEmpty()) {
            queue.remove(uid);
            if (change instanceof Change.Updated(ObjectNode previous, ObjectNode current)
                    && state.isPlaced(uid)
                    && isSamePlaced(previous, current)) {
                return;
            }
            state.place(PodFacts.of(pod.tree()), pod.nodeName());
            queue.clusterChanged();
            return;
        }
        waiting(change, pod);
    }

    /** Of a pod on a node only this matters to others. */
    private static boolean isSamePlaced(ObjectNode previous, ObjectNode current) {
        Metadata before = Metadata.of(previous);
        Metadata after = Metadata.of(current);
        return previous.path("spec").equals(current.path("spec"))
                && before.labels().equals(after.labels())
                && before.isDeleting() == after.isDeleting();
    }

    private void waiting(Change change, PodView pod) {
        String uid = pod.metadata().uid();
        if (!isOurs(pod) || pod.metadata().isDeleting()) {
            queue.remove(uid);
            state.nominateNoMore(uid);
            return;
        }
        boolean statusOnly =
                change instanceof Change.Updated(ObjectNode previous, ObjectNode current)
                        && isSamePlaced(previous, current);
        if (!statusOnly && !state.isPlaced(uid)) {
            PodFacts facts = PodFacts.of(pod.tree());
            String nominated = pod.status().path("nominatedNodeName").asString("");
            if (!nominated.isEmpty()) {
                state.nominate(facts, nominated);
            }
            queue.add(facts);
        }
    }

    private static boolean isOurs(PodView pod) {
        return pod.spec().path("schedulerName").asString(NAME).equals(NAME)
                && pod.spec().path("schedulingGates").isEmpty();
    }

    private void work() {
        try {
            for (SchedulingQueue.Taken taken = queue.take(); taken != null; taken = queue.take()) {
                try {
                    schedule(taken);
                } catch (RuntimeException e) {
                    log.error("scheduling failed pod={}", taken.pod().key(), e);
                    queue.putDelayed(taken);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void schedule(SchedulingQueue.Taken taken) throws InterruptedException {
        PodFacts pod = taken.pod();
        ClusterSnapshot snapshot = state.snapshot();
        Decision decision = cycle.decide(pod, snapshot, kin.kinOf(pod), turn++);
        switch (decision) {
            case Placement placement -> {
                state.place(pod, placement.node());
                place(taken, placement.node(), tasks(pod, placement.node(), snapshot));
            }
            case Unschedulable unschedulable -> {
                String preemption = preemptor.preempt(pod, snapshot, unschedulable);
                queue.putUnfit(taken);
                explain(
                        pod,
                        preemption.isEmpty()
                                ? unschedulable.message()
                                : unschedulable.message() + " preemption: " + preemption);
            }
        }
    }

    private static List<VolumePlan.Task> tasks(
            PodFacts pod, String node, ClusterSnapshot snapshot) {
        return snapshot.nodes().stream()
                .filter(state -> state.name().equals(node))
                .findFirst()
                .map(state -> VolumePlan.of(pod, snapshot.volumes()).tasks(node, state.labels()))
                .orElse(List.of());
    }

    /** A pod whose volumes must be bound first waits for them without holding others up. */
    private void place(SchedulingQueue.Taken taken, String node, List<VolumePlan.Task> tasks)
            throws InterruptedException {
        String name = "bind " + taken.pod().key();
        if (tasks.isEmpty()) {
            bindings.acquire();
            Thread.ofVirtual().name(name).start(() -> bind(taken, node));
        } else if (volumeWaits.tryAcquire()) {
            Thread.ofVirtual().name(name).start(() -> bindVolumes(taken, node, tasks));
        } else {
            giveUp(taken);
        }
    }

    private void bindVolumes(
            SchedulingQueue.Taken taken, String node, List<VolumePlan.Task> tasks) {
        boolean bound = false;
        try {
            bound = claimBinder.carryOut(tasks, node, limits.volumeWait());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            log.warn("volumes not bound pod={} node={}: {}", taken.pod().key(), node, e.toString());
        } finally {
            volumeWaits.release();
        }
        if (!bound) {
            giveUp(taken);
            return;
        }
        try {
            bindings.acquire();
            bind(taken, node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The pod is on no node after all and is tried again. */
    private void giveUp(SchedulingQueue.Taken taken) {
        state.remove(taken.pod().uid());
        queue.clusterChanged();
        queue.putDelayed(taken);
    }

    /** Explains on the pod as it is now, which may have been explained before. */
    private void explain(PodFacts pod, String message) {
        try {
            pods.find(pod.key())
                    .filter(live -> Metadata.uid(live).equals(pod.uid()))
                    .ifPresent(
                            live ->
                                    binder.explain(
                                            live,
                                            message,
                                            state.nominatedNode(pod.uid()),
                                            clock.instant()));
        } catch (ApiException e) {
            log.warn("condition not written pod={}: {}", pod.key(), e.getMessage());
        }
        recorder.warning(pod.tree(), "FailedScheduling", message);
    }

    private void bind(SchedulingQueue.Taken taken, String node) {
        PodFacts pod = taken.pod();
        try {
            binder.bind(pod, node);
            String message = "Successfully assigned " + pod.key() + " to " + node;
            recorder.normal(pod.tree(), "Scheduled", message);
        } catch (RuntimeException e) {
            if (e instanceof ApiException api && api.is(Reason.NOT_FOUND)) {
                state.remove(pod.uid());
                queue.clusterChanged();
            } else {
                log.warn("binding failed pod={} node={}: {}", pod.key(), node, e.toString());
                giveUp(taken);
            }
        } finally {
            bindings.release();
        }
    }
}
