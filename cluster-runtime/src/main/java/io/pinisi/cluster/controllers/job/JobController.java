package io.pinisi.cluster.controllers.job;

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
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Wires jobs and pods to the planner and performs what it decides. */
public final class JobController implements ClusterController {
    private static final String ACCOUNT = "job-controller";
    private static final GroupVersionKind KIND = new GroupVersionKind("batch", "v1", "Job");
    private static final int WORKERS = 5;

    private final InstantSource clock;
    private final Lister jobs;
    private final Lister pods;
    private final Claims claims;
    private final StatusWriter status;
    private final EventRecorder recorder;
    private final Expectations<ObjectKey> expectations;
    private final Releases releases = new Releases();
    private final PodBatches batches;
    private final Finalizers finalizers;
    private final Controller<ObjectKey> controller;

    /** Pods that are held back for a job that nobody will count for any more. */
    private final Controller<ObjectKey> orphans;

    /** By job, the version that a status was written on: a copy that still shows it is late. */
    private final Map<ObjectKey, String> superseded = new ConcurrentHashMap<>();

    public JobController(Environment environment) {
        ApiClient client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.claims = new Claims(client, Resources.JOBS, KIND, Resources.PODS);
        this.status = new StatusWriter(client, Resources.JOBS);
        this.recorder = environment.recorder(ACCOUNT);
        this.expectations = new Expectations<>(clock);
        this.batches = new PodBatches(client, expectations, recorder);
        this.finalizers = new Finalizers(client, releases);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        this.orphans = Controller.of(ACCOUNT + "-orphans", clock, this::free, 1);
        Informer jobInformer = environment.informers().of(Resources.JOBS);
        Informer podInformer = environment.informers().of(Resources.PODS);
        this.jobs = jobInformer.lister();
        this.pods = podInformer.lister();
        jobInformer.addHandler(this::jobChanged);
        podInformer.addHandler(this::podChanged);
        OwnerWaker.followCounting(claims, jobInformer, podInformer, controller, expectations);
    }

    @Override
    public void start() {
        controller.start();
        orphans.start();
    }

    @Override
    public void close() {
        controller.close();
        orphans.close();
        recorder.close();
    }

    private void jobChanged(Change change) {
        if (change instanceof Change.Deleted(ObjectNode job)) {
            superseded.remove(Metadata.key(job));
            releases.forget(Metadata.uid(job));
            pods.ownedBy(Metadata.uid(job)).forEach(this::suspectOrphan);
        }
    }

    private void podChanged(Change change) {
        ObjectNode pod = change.object();
        boolean gone = change instanceof Change.Deleted;
        JobPod view = new JobPod(new PodView(pod));
        Optional<OwnerReference> owner = ownerJob(pod);
        if (gone || !view.isTracked()) {
            owner.ifPresent(job -> releases.seen(job.uid(), view.uid()));
        } else if (owner.isPresent() && claims.owner(pod, jobs).isEmpty()) {
            suspectOrphan(pod);
        }
    }

    private static Optional<OwnerReference> ownerJob(ObjectNode pod) {
        return Metadata.of(pod).controller().filter(owner -> owner.kind().equals(KIND.kind()));
    }

    private void suspectOrphan(ObjectNode pod) {
        orphans.queue().add(Metadata.key(pod));
    }

    private Outcome free(ObjectKey key) {
        Optional<ObjectNode> found = pods.find(key);
        if (found.isEmpty() || claims.owner(found.get(), jobs).isPresent()) {
            return Outcome.SETTLED;
        }
        JobPod pod = new JobPod(new PodView(found.get()));
        if (pod.isTracked() && ownerJob(found.get()).isPresent() && claims.isLost(found.get())) {
            return finalizers.remove(pod) ? Outcome.SETTLED : Outcome.UNFINISHED;
        }
        return Outcome.SETTLED;
    }

    private Outcome reconcile(ObjectKey key) throws InterruptedException {
        Optional<ObjectNode> found = jobs.find(key);
        if (found.isEmpty()) {
            expectations.forget(key);
            return Outcome.SETTLED;
        }
        JobView job = new JobView(found.get());
        String version = job.metadata().resourceVersion();
        if (job.isManagedElsewhere() || version.equals(superseded.get(key))) {
            return Outcome.SETTLED;
        }
        if (job.isFinished()) {
            letGo(job);
            return Outcome.SETTLED;
        }
        JobState state =
                new JobState(
                        job,
                        JobPod.of(claims.claim(job.tree(), pods)),
                        releases.of(job.metadata().uid()),
                        expectations.areMet(key),
                        clock.instant());
        return perform(state, JobPlanner.plan(state, claims.reference(job.tree())));
    }

    private Outcome perform(JobState state, JobPlan plan) throws InterruptedException {
        JobView job = state.job();
        RuntimeException failed = act(job, plan);
        ObjectNode next = plan.status();
        if (failed != null) {
            next.put("active", state.active().size());
        }
        if (status.write(job.tree(), next)) {
            superseded.put(job.metadata().key(), job.metadata().resourceVersion());
        }
        plan.told().forEach(told -> tell(job, told));
        for (JobPod pod : plan.release()) {
            finalizers.remove(job.metadata().uid(), pod);
        }
        if (failed != null && !PodBatches.isEndOfNamespace(failed)) {
            throw failed;
        }
        return plan.revisit().map(Outcome::revisit).orElse(Outcome.SETTLED);
    }

    private @Nullable RuntimeException act(JobView job, JobPlan plan) throws InterruptedException {
        List<PodView> ended = new ArrayList<>(plan.delete());
        plan.discard().stream()
                .filter(pod -> finalizers.remove(job.metadata().uid(), pod))
                .forEach(pod -> ended.add(pod.view()));
        return batches.perform(job.tree(), plan.create(), ended);
    }

    private void tell(JobView job, JobPlan.Told told) {
        if (told.isWarning()) {
            recorder.warning(job.tree(), told.reason(), told.message());
        } else {
            recorder.normal(job.tree(), told.reason(), told.message());
        }
    }

    /** Nothing is counted any more; whatever is still held may go. */
    private void letGo(JobView job) {
        for (JobPod pod : JobPod.of(pods.ownedBy(job.metadata().uid()))) {
            if (pod.isTracked()) {
                finalizers.remove(job.metadata().uid(), pod);
            }
        }
    }
}
