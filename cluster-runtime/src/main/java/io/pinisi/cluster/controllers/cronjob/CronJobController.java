package io.pinisi.cluster.controllers.cronjob;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.claim.Claims;
import io.pinisi.cluster.controllers.job.JobView;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Wires cron jobs and their jobs to the planner and performs what it decides. */
public final class CronJobController implements ClusterController {
    private static final String ACCOUNT = "cronjob-controller";
    private static final GroupVersionKind KIND = new GroupVersionKind("batch", "v1", "CronJob");
    private static final String SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    private static final int WORKERS = 5;

    /** A time is looked at shortly after it has come. */
    private static final Duration AFTER = Duration.ofMillis(100);

    private final ApiClient client;
    private final InstantSource clock;
    private final Lister crons;
    private final Lister jobs;
    private final Claims claims;
    private final StatusWriter status;
    private final EventRecorder recorder;
    private final Controller<ObjectKey> controller;

    public CronJobController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.claims = new Claims(client, Resources.CRON_JOBS, KIND, Resources.JOBS);
        this.status = new StatusWriter(client, Resources.CRON_JOBS);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer cronInformer = environment.informers().of(Resources.CRON_JOBS);
        Informer jobInformer = environment.informers().of(Resources.JOBS);
        this.crons = cronInformer.lister();
        this.jobs = jobInformer.lister();
        cronInformer.addHandler(change -> wake(change.object()));
        jobInformer.addHandler(this::jobChanged);
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

    /** Jobs are found by their owner alone; a cron job adopts none. */
    private void jobChanged(Change change) {
        claims.owner(change.object(), crons).ifPresent(this::wake);
    }

    private void wake(ObjectNode cron) {
        controller.queue().add(Metadata.key(cron));
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ObjectNode> found = crons.find(key);
        if (found.isEmpty()) {
            return Outcome.SETTLED;
        }
        CronJobView cron = new CronJobView(found.get());
        List<JobView> owned = owned(cron);
        CronPlan plan = CronPlanner.plan(cron, owned, clock.instant());
        CronPlan.Told told = plan.told();
        if (told != null) {
            tell(cron, told);
        }
        plan.forget().forEach(job -> delete(cron, job));
        plan.replace().forEach(job -> delete(cron, job));
        ObjectNode begun = plan.begin() == null ? null : begin(cron, plan.begin());
        status.write(cron.tree(), status(cron, owned, plan, begun));
        return plan.revisit()
                .map(wait -> Outcome.revisit(wait.plus(AFTER)))
                .orElse(Outcome.SETTLED);
    }

    private List<JobView> owned(CronJobView cron) {
        return jobs.ownedBy(cron.metadata().uid()).stream()
                .filter(job -> Metadata.of(job).isControlledBy(cron.metadata().uid()))
                .map(JobView::new)
                .toList();
    }

    private void tell(CronJobView cron, CronPlan.Told told) {
        if (told.isWarning()) {
            recorder.warning(cron.tree(), told.reason(), told.message());
        } else {
            recorder.normal(cron.tree(), told.reason(), told.message());
        }
    }

    private void delete(CronJobView cron, JobView job) {
        Metadata metadata = job.metadata();
        ObjectNode options = Json.object().put("propagationPolicy", "Background");
        options.putObject("preconditions").put("uid", metadata.uid());
        try {
            client.delete(ResourcePath.of(Resources.JOBS, metadata.key()), options);
            recorder.normal(cron.tree(), "SuccessfulDelete", "Deleted job " + metadata.name());
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                recorder.warning(cron.tree(), "FailedDelete", "Deleted job: " + e.getMessage());
                throw e;
            }
        }
    }

    /** The job of a time, made now or by an earlier pass whose status was not written. */
    private ObjectNode begin(CronJobView cron, Instant time) {
        ObjectNode job = job(cron, time);
        ResourcePath path = ResourcePath.all(Resources.JOBS).in(cron.metadata().namespace());
        try {
            ObjectNode created = client.create(path, job, WriteOptions.PLAIN);
            String name = Metadata.of(created).name();
            recorder.normal(cron.tree(), "SuccessfulCreate", "Created job " + name);
            return created;
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                recorder.warning(
                        cron.tree(), "FailedCreate", "Error creating job: " + e.getMessage());
                throw e;
            }
            return client.get(path.named(Metadata.of(job).name()));
        }
    }

    private ObjectNode job(CronJobView cron, Instant time) {
        JsonNode template = cron.spec().path("jobTemplate");
        ObjectNode job = Json.object();
        job.put("apiVersion", "batch/v1").put("kind", "Job");
        ObjectNode metadata = job.putObject("metadata");
        for (String field : List.of("labels", "annotations")) {
            JsonNode value = Json.at(template, "metadata", field);
            if (value != null) {
                metadata.set(field, value.deepCopy());
            }
        }
        metadata.put("name", cron.metadata().name() + "-" + time.getEpochSecond() / 60);
        metadata.withObject("annotations").put(SCHEDULED_AT, time.toString());
        metadata.putArray("ownerReferences").add(claims.reference(cron.tree()));
        job.set("spec", template.path("spec").deepCopy());
        return job;
    }

    private static ObjectNode status(
            CronJobView cron, List<JobView> owned, CronPlan plan, @Nullable ObjectNode begun) {
        ObjectNode status =
                cron.status() instanceof ObjectNode present ? present.deepCopy() : Json.object();
        List<JobView> active = new ArrayList<>(owned);
        active.removeIf(job -> job.isFinished() || plan.replace().contains(job));
        if (begun != null && active.stream().noneMatch(job -> isSame(job, begun))) {
            active.add(new JobView(begun));
        }
        ArrayNode references = status.putArray("active");
        active.forEach(job -> references.add(reference(job)));
        if (references.isEmpty()) {
            status.remove("active");
        }
        if (plan.begin() != null) {
            status.put("lastScheduleTime", Timestamps.seconds(plan.begin()));
        }
        owned.stream()
                .filter(JobView::hasSucceeded)
                .map(JobView::finishedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .map(Timestamps::seconds)
                .filter(end -> end.compareTo(status.path("lastSuccessfulTime").asString("")) > 0)
                .ifPresent(end -> status.put("lastSuccessfulTime", end));
        return status;
    }

    private static boolean isSame(JobView job, ObjectNode other) {
        return job.metadata().uid().equals(Metadata.uid(other));
    }

    private static ObjectNode reference(JobView job) {
        Metadata metadata = job.metadata();
        return Json.object()
                .put("apiVersion", "batch/v1")
                .put("kind", "Job")
                .put("name", metadata.name())
                .put("namespace", metadata.namespace())
                .put("uid", metadata.uid())
                .put("resourceVersion", metadata.resourceVersion());
    }
}
