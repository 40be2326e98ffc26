package io.pinisi.cluster.controllers.autoscaling;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.autoscaling.ReplicaCalculator.Failure;
import io.pinisi.cluster.controllers.autoscaling.ReplicaCalculator.Proposal;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides what one look at an autoscaler leads to. */
final class AutoscalerPlanner {
    static final String ACTIVE = "ScalingActive";

    private final AutoscalerView autoscaler;
    private final int current;
    private final Instant now;
    private final ObjectNode status;
    private final List<Warning> warnings = new ArrayList<>();

    private AutoscalerPlanner(AutoscalerView autoscaler, int current, Instant now) {
        this.autoscaler = autoscaler;
        this.current = current;
        this.now = now;
        this.status =
                autoscaler.status() instanceof ObjectNode present
                        ? present.deepCopy()
                        : Json.object();
    }

    /** To be told about the autoscaler. */
    record Warning(String reason, String message) {}

    /**
     * @param replicas the number to scale to; the present one where nothing is to be done
     * @param reason why to scale, as its event says it
     * @param status without what scaling itself adds
     */
    record Plan(
            int replicas,
            String reason,
            ObjectNode status,
            ScalingHistory history,
            List<Warning> warnings) {}

    /**
     * @param current replicas that the target's scale asks for
     * @param pods that its selector selects
     * @param usages what the metrics API says of a metric
     */
    static Plan plan(
            AutoscalerView autoscaler,
            int current,
            List<PodView> pods,
            Function<MetricSource.Resource, Usages> usages,
            ScalingHistory history,
            Instant now) {
        AutoscalerPlanner planner = new AutoscalerPlanner(autoscaler, current, now);
        planner.set(
                Condition.of(
                        Pace.ABLE,
                        true,
                        "SucceededGetScale",
                        "the HPA controller was able to get the target's current scale"));
        ScalingHistory begun =
                history.recommended().isEmpty() ? history.recommending(current, now) : history;
        return planner.decide(pods, usages, begun);
    }

    private Plan decide(
            List<PodView> pods,
            Function<MetricSource.Resource, Usages> usages,
            ScalingHistory history) {
        if (current == 0 && autoscaler.least() != 0) {
            set(
                    Condition.of(
                            ACTIVE,
                            false,
                            "ScalingDisabled",
                            "scaling is disabled since the replica count of the target is zero"));
            return plan(0, "", history);
        }
        if (current > autoscaler.most()) {
            return plan(
                    autoscaler.most(),
                    "Current number of replicas above Spec.MaxReplicas",
                    history);
        }
        if (current < autoscaler.least()) {
            return plan(
                    autoscaler.least(),
                    "Current number of replicas below Spec.MinReplicas",
                    history);
        }
        Best best = measure(pods, usages);
        if (best == null) {
            status.put("currentReplicas", current);
            return new Plan(current, "", status, history, warnings);
        }
        Pace.Paced paced = Pace.hold(autoscaler, history, current, best.replicas(), now);
        set(paced.able());
        set(paced.limited());
        String reason =
                best.replicas() > current
                        ? best.title() + " above target"
                        : "All metrics below target";
        return plan(paced.replicas(), reason, history.recommending(best.replicas(), now));
    }

    private Plan plan(int replicas, String reason, ScalingHistory history) {
        status.put("currentReplicas", current).put("desiredReplicas", replicas);
        status.put("observedGeneration", autoscaler.metadata().generation());
        return new Plan(replicas, reason, status, history, warnings);
    }

    private record Best(int replicas, String title) {}

    /** One metric's failure. */
    private record Fault(Condition condition, String message) {}

    /** The largest number that any metric asks for; null where too little is known to act on. */
    private @Nullable Best measure(
            List<PodView> pods, Function<MetricSource.Resource, Usages> usages) {
        List<MetricSource> metrics = autoscaler.metrics();
        ArrayNode measured = status.putArray("currentMetrics");
        Best best = null;
        List<Fault> faults = new ArrayList<>();
        for (MetricSource metric : metrics) {
            switch (metric) {
                case MetricSource.Unserved unserved -> {
                    faults.add(fault(unserved.reason(), unserved.why(), unserved.wrapped()));
                    measured.addObject().put("type", "");
                }
                case MetricSource.Resource resource -> {
                    switch (outcome(resource, pods, usages.apply(resource))) {
                        case Proposal proposal -> {
                            measured.add(current(resource, proposal));
                            if (best == null || proposal.replicas() > best.replicas()) {
                                best = new Best(proposal.replicas(), resource.title());
                            }
                        }
                        case Failure(String why) -> {
                            faults.add(fault(resource, why));
                            measured.addObject().put("type", "");
                        }
                    }
                }
            }
        }
        boolean lowers = best != null && best.replicas() < current;
        if (best == null || (lowers && !faults.isEmpty())) {
            fail(faults, metrics.size());
            return null;
        }
        set(
                Condition.of(
                        ACTIVE,
                        true,
                        "ValidMetricFound",
                        "the HPA was able to successfully calculate a replica count from "
                                + best.title()));
        return best;
    }

    private ReplicaCalculator.Outcome outcome(
            MetricSource.Resource metric, List<PodView> pods, Usages usages) {
        return switch (usages) {
            case Usages.Unknown(String why) ->
                    new Failure(
                            "unable to get metrics for resource " + metric.resource() + ": " + why);
            case Usages.Known(var readings) ->
                    ReplicaCalculator.calculate(metric, pods, readings, current, now);
        };
    }

    private Fault fault(MetricSource.Resource metric, String why) {
        String what = metric.utilization() == null ? "usage" : "utilization";
        String message = "failed to get " + metric.resource() + " " + what + ": " + why;
        boolean whole = metric.container() == null;
        return fault(
                whole ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric",
                message,
                "failed to get "
                        + (whole
                                ? metric.resource() + " resource"
                                : metric.container() + " container")
                        + " metric value: "
                        + message);
    }

    private Fault fault(String reason, String why, String wrapped) {
        warnings.add(new Warning(reason, why));
        String message = "the HPA was unable to compute the replica count: " + why;
        return new Fault(Condition.of(ACTIVE, false, reason, message), wrapped);
    }

    private void fail(List<Fault> faults, int metrics) {
        set(faults.getFirst().condition());
        warnings.add(
                new Warning(
                        "FailedComputeMetricsReplicas",
                        "invalid metrics (%d invalid out of %d), first error is: %s"
                                .formatted(faults.size(), metrics, faults.getFirst().message())));
    }

    private static ObjectNode current(MetricSource.Resource metric, Proposal proposal) {
        ObjectNode measured = Json.object().put("type", metric.type());
        ObjectNode source =
                measured.putObject(metric.container() == null ? "resource" : "containerResource");
        source.put("name", metric.resource());
        if (metric.container() != null) {
            source.put("container", metric.container());
        }
        ObjectNode current = source.putObject("current");
        current.put("averageValue", Quantity.ofMilli(proposal.averageMilli()).toString());
        if (proposal.utilization() != null) {
            current.put("averageUtilization", proposal.utilization());
        }
        return measured;
    }

    private void set(Condition condition) {
        Conditions.set(status, condition, now);
    }
}
