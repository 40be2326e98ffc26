package io.pinisi.cluster.controllers.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.autoscaling.AutoscalerPlanner.Plan;
import io.pinisi.cluster.controllers.autoscaling.AutoscalerPlanner.Warning;
import io.pinisi.cluster.controllers.autoscaling.Usages.Reading;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AutoscalerPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String CPU =
            "{'type': 'Resource', 'resource': {'name': 'cpu', 'target': {'type': 'Utilization',"
                    + " 'averageUtilization': 50}}}";
    private static final String REQUESTS_PER_SECOND =
            "{'type': 'Pods', 'pods': {'metric': {'name': 'rps'}, 'target': {'type':"
                    + " 'AverageValue', 'averageValue': '5'}}}";

    private static Plan plan(String metrics, int current, Usages usages) {
        AutoscalerView autoscaler =
                new AutoscalerView(
                        ControllerBench.tree(
                                "{'metadata': {'name': 'a', 'namespace': 'default', 'generation': 3}, 'spec': {'minReplicas': 2, 'maxReplicas': 10, 'metrics': [%s]}}"
                                        .formatted(metrics)));
        PodView pod =
                new PodView(
                        ControllerBench.tree(
                                "{'metadata': {'name': 'p'}, 'spec': {'containers': [{'name':"
                                    + " 'main', 'resources': {'requests': {'cpu': '100m'}}}]},"
                                    + " 'status': {'phase': 'Running', 'startTime':"
                                    + " '2026-01-01T00:00:00Z', 'conditions': [{'type': 'Ready',"
                                    + " 'status': 'True', 'lastTransitionTime':"
                                    + " '2026-01-01T00:00:00Z'}]}}"));
        return AutoscalerPlanner.plan(
                autoscaler, current, List.of(pod), _ -> usages, ScalingHistory.NONE, NOW);
    }

    private static Usages used(long milli) {
        return new Usages.Known(Map.of("p", new Reading(milli, NOW, Duration.ofSeconds(15))));
    }

    private static String condition(Plan plan, String type) {
        JsonNode condition = Conditions.find(plan.status(), type).orElseThrow();
        return condition.path("status").asString("")
                + " "
                + condition.path("reason").asString("")
                + ": "
                + condition.path("message").asString("");
    }

    @Test
    void scalesUpAndSaysByWhat() {
        Plan plan = plan(CPU, 2, used(150));
        assertEquals(3, plan.replicas());
        assertEquals(
                "cpu resource utilization (percentage of request) above target", plan.reason());
        assertEquals(
                "True ValidMetricFound: the HPA was able to successfully calculate a replica count"
                        + " from cpu resource utilization (percentage of request)",
                condition(plan, "ScalingActive"));
        assertEquals(
                "[{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"current\":{\"averageValue\":\"150m\",\"averageUtilization\":150}}}]",
                plan.status().path("currentMetrics").toString());
        assertEquals(2, plan.status().path("currentReplicas").asInt(0));
        assertEquals(3, plan.status().path("desiredReplicas").asInt(0));
        assertEquals(List.of(), plan.warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "12, 10, Current number of replicas above Spec.MaxReplicas",
        "1, 2, Current number of replicas below Spec.MinReplicas",
    })
    void limitsHoldWithoutAnyMetric(int current, int expected, String reason) {
        Plan plan = plan(CPU, current, new Usages.Unknown("not asked"));
        assertEquals(expected, plan.replicas());
        assertEquals(reason, plan.reason());
        assertEquals(List.of(), plan.warnings());
    }

    @Test
    void aTargetAtZeroIsLeftAlone() {
        Plan plan = plan(CPU, 0, used(500));
        assertEquals(0, plan.replicas());
        assertEquals(
                "False ScalingDisabled: scaling is disabled since the replica count of the target"
                        + " is zero",
                condition(plan, "ScalingActive"));
    }

    @Test
    void withoutMetricsNothingIsDoneAndThatIsTold() {
        Plan plan =
                plan(CPU, 3, new Usages.Unknown("no metrics returned from resource metrics API"));
        String why =
                "failed to get cpu utilization: unable to get metrics for resource cpu: no metrics"
                        + " returned from resource metrics API";
        assertEquals(3, plan.replicas());
        assertEquals(
                "False FailedGetResourceMetric: the HPA was unable to compute the replica count: "
                        + why,
                condition(plan, "ScalingActive"));
        assertEquals(
                List.of(
                        new Warning("FailedGetResourceMetric", why),
                        new Warning(
                                "FailedComputeMetricsReplicas",
                                "invalid metrics (1 invalid out of 1), first error is: failed to"
                                        + " get cpu resource metric value: "
                                        + why)),
                plan.warnings());
    }

    @Test
    void aMetricThatNobodyServesForbidsTheWayDownButNotUp() {
        assertEquals(3, plan(CPU + "," + REQUESTS_PER_SECOND, 2, used(150)).replicas());
        Plan down = plan(CPU + "," + REQUESTS_PER_SECOND, 9, used(10));
        assertEquals(9, down.replicas());
        assertEquals(
                "False FailedGetPodsMetric: the HPA was unable to compute the replica count: unable"
                        + " to get metric rps: unable to fetch metrics from custom metrics API: no"
                        + " custom metrics API (custom.metrics.k8s.io) registered",
                condition(down, "ScalingActive"));
    }
}
