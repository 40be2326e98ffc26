package io.pinisi.cluster.controllers.autoscaling;

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
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** Looks at every autoscaler each quarter of a minute and scales what it targets. */
public final class AutoscalerController implements ClusterController {
    private static final String ACCOUNT = "horizontal-pod-autoscaler";
    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final int WORKERS = 5;

    private final ApiClient client;
    private final InstantSource clock;
    private final Lister autoscalers;
    private final Lister pods;
    private final UsageReader usages;
    private final StatusWriter statuses;
    private final EventRecorder recorder;
    private final Controller<ObjectKey> controller;

    /** One for each autoscaler that is there. */
    private final Map<ObjectKey, ScalingHistory> histories = new ConcurrentHashMap<>();

    public AutoscalerController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.usages = new UsageReader(client);
        this.statuses = new StatusWriter(client, Resources.AUTOSCALERS);
        this.recorder = environment.recorder(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer informer = environment.informers().of(Resources.AUTOSCALERS);
        this.autoscalers = informer.lister();
        this.pods = environment.informers().of(Resources.PODS).lister();
        informer.addHandler(this::changed);
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

    /** Our own status is no news. */
    private void changed(Change change) {
        ObjectNode object = change.object();
        if (change instanceof Change.Updated(ObjectNode previous, ObjectNode _)
                && previous.path("spec").equals(object.path("spec"))) {
            return;
        }
        controller.queue().add(Metadata.key(object));
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ObjectNode> found = autoscalers.find(key);
        if (found.isEmpty()) {
            histories.remove(key);
            return Outcome.SETTLED;
        }
        AutoscalerView autoscaler = new AutoscalerView(found.get());
        ResourcePath path;
        ObjectNode scale;
        try {
            path = scaleOf(autoscaler);
            scale = client.get(path);
        } catch (ApiException e) {
            return unscalable(autoscaler, e);
        }
        String selector = scale.path("status").path("selector").asString("");
        if (selector.isEmpty()) {
            return unselecting(autoscaler);
        }
        look(autoscaler, path, scale, selector);
        return Outcome.revisit(LOOK);
    }

    private ResourcePath scaleOf(AutoscalerView autoscaler) {
        Discovery.Resource resource =
                Discovery.of(client)
                        .find(autoscaler.targetKind())
                        .orElseThrow(
                                () ->
                                        new ApiException(
                                                Reason.NOT_FOUND,
                                                "no matches for kind \"%s\" in version \"%s\""
                                                        .formatted(
                                                                autoscaler.targetKind().kind(),
                                                                autoscaler
                                                                        .targetKind()
                                                                        .apiVersion())));
        return ResourcePath.all(resource.name())
                .in(autoscaler.metadata().namespace())
                .named(autoscaler.targetName())
                .sub("scale");
    }

    private Outcome unscalable(AutoscalerView autoscaler, ApiException e) {
        recorder.warning(autoscaler.tree(), "FailedGetScale", String.valueOf(e.getMessage()));
        return refuse(
                autoscaler,
                Condition.of(
                        Pace.ABLE,
                        false,
                        "FailedGetScale",
                        "the HPA controller was unable to get the target's current scale: "
                                + e.getMessage()));
    }

    private Outcome unselecting(AutoscalerView autoscaler) {
        recorder.warning(autoscaler.tree(), "SelectorRequired", "selector is required");
        return refuse(
                autoscaler,
                Condition.of(
                        AutoscalerPlanner.ACTIVE,
                        false,
                        "InvalidSelector",
                        "the HPA target's scale is missing a selector"));
    }

    private Outcome refuse(AutoscalerView autoscaler, Condition condition) {
        ObjectNode status =
                autoscaler.status() instanceof ObjectNode present
                        ? present.deepCopy()
                        : Json.object();
        Conditions.set(status, condition, clock.instant());
        statuses.write(autoscaler.tree(), status);
        return Outcome.revisit(LOOK);
    }

    private void look(
            AutoscalerView autoscaler, ResourcePath path, ObjectNode scale, String selector) {
        String namespace = Objects.requireNonNull(autoscaler.metadata().namespace());
        ObjectKey key = autoscaler.metadata().key();
        LabelSelector selected = LabelSelector.parse(selector);
        List<PodView> targets =
                pods.inNamespace(namespace).stream()
                        .filter(pod -> selected.matches(Metadata.of(pod).labels()))
                        .map(PodView::new)
                        .toList();
        int current = scale.path("spec").path("replicas").asInt(0);
        Instant now = clock.instant();
        AutoscalerPlanner.Plan plan =
                AutoscalerPlanner.plan(
                        autoscaler,
                        current,
                        targets,
                        metric -> usages.read(namespace, selector, metric),
                        histories.getOrDefault(key, ScalingHistory.NONE),
                        now);
        histories.put(key, plan.history());
        plan.warnings()
                .forEach(
                        warning ->
                                recorder.warning(
                                        autoscaler.tree(), warning.reason(), warning.message()));
        if (plan.replicas() != current) {
            scale(autoscaler, path, scale, plan, now);
        }
        statuses.write(autoscaler.tree(), plan.status());
    }

    private void scale(
            AutoscalerView autoscaler,
            ResourcePath path,
            ObjectNode scale,
            AutoscalerPlanner.Plan plan,
            Instant now) {
        int current = scale.path("spec").path("replicas").asInt(0);
        String told = "New size: " + plan.replicas() + "; reason: " + plan.reason();
        scale.withObject("spec").put("replicas", plan.replicas());
        try {
            client.update(path, scale, WriteOptions.PLAIN);
        } catch (ApiException e) {
            recorder.warning(
                    autoscaler.tree(), "FailedRescale", told + "; error: " + e.getMessage());
            plan.status().put("desiredReplicas", current);
            Conditions.set(
                    plan.status(),
                    Condition.of(
                            Pace.ABLE,
                            false,
                            "FailedUpdateScale",
                            "the HPA controller was unable to update the target scale: "
                                    + e.getMessage()),
                    now);
            return;
        }
        recorder.normal(autoscaler.tree(), "SuccessfulRescale", told);
        histories.put(
                autoscaler.metadata().key(),
                plan.history().changedBy(plan.replicas() - current, now));
        plan.status().put("lastScaleTime", Timestamps.seconds(now));
        Conditions.set(
                plan.status(),
                Condition.of(
                        Pace.ABLE,
                        true,
                        "SucceededRescale",
                        "the HPA controller was able to update the target scale to "
                                + plan.replicas()),
                now);
    }
}
