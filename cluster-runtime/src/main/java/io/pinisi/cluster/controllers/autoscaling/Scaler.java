package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks at one autoscaler at a time and scales what it targets; remembers what it recommended and
 * did for each.
 */
public final class Scaler {
    private static final Duration LOOK = Duration.ofSeconds(15);

    private final ApiClient client;
    private final Population population;
    private final UsageReader usages;
    private final StatusWriter statuses;
    private final EventRecorder recorder;
    private final InstantSource clock;

    /** One for each autoscaler that is there. */
    private final Map<ObjectKey, ScalingHistory> histories = new ConcurrentHashMap<>();

    /**
     * @param client where the targets are
     * @param statuses of the autoscalers' kind
     */
    public Scaler(
            ApiClient client,
            Population population,
            StatusWriter statuses,
            EventRecorder recorder,
            InstantSource clock) {
        this.client = client;
        this.population = population;
        this.usages = new UsageReader(population);
        this.statuses = statuses;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** The autoscaler is gone. */
    public void forget(ObjectKey autoscaler) {
        histories.remove(autoscaler);
    }

    /** One look, and when to look again. */
    public Outcome look(ObjectNode object) {
        AutoscalerView autoscaler = new AutoscalerView(object);
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
        measure(autoscaler, path, scale, selector);
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

    private void measure(
            AutoscalerView autoscaler, ResourcePath path, ObjectNode scale, String selector) {
        String namespace = Objects.requireNonNull(autoscaler.metadata().namespace());
        ObjectKey key = autoscaler.metadata().key();
        LabelSelector selected = LabelSelector.parse(selector);
        List<PodView> targets = population.pods(namespace, selected);
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
