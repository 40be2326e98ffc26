package io.pinisi.cluster.controllers.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.autoscaling.ReplicaCalculator.Failure;
import io.pinisi.cluster.controllers.autoscaling.ReplicaCalculator.Proposal;
import io.pinisi.cluster.controllers.autoscaling.Usages.Reading;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaCalculatorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final MetricSource.Resource HALF_CPU =
            MetricSource.Resource.utilization("cpu", 50);

    /** A pod that asks for 100m of CPU. */
    private static PodView pod(String name, String status) {
        return new PodView(
                ControllerBench.tree(
                        "{'metadata': {'name': '%s'}, 'spec': {'containers': [{'name': 'main', 'resources': {'requests': {'cpu': '100m'}}}]}, 'status': {%s}}"
                                .formatted(name, status)));
    }

    private static PodView ready(String name) {
        return pod(
                name,
                "'phase': 'Running', 'startTime': '2026-01-01T00:00:00Z', 'conditions': [{'type':"
                        + " 'Ready', 'status': 'True', 'lastTransitionTime':"
                        + " '2026-01-01T00:00:10Z'}]");
    }

    private static Reading used(long milli) {
        return new Reading(milli, NOW, Duration.ofSeconds(15));
    }

    /**
     * @param pods one letter each: R ready and read, M ready without reading, P pending, U not
     *     ready yet, F failed
     * @param milli what each pod with a reading uses
     */
    @ParameterizedTest(name = "{0} at {1}m each: {2}")
    @CsvSource({
        "RR, 50, 2",
        "RR, 54, 2",
        "RR, 46, 2",
        "RR, 56, 3",
        "RRRR, 20, 2",
        "RR, 200, 8",
        "R, 0, 0",
        // the missing count as fully busy where the number would shrink, as idle where it would
        // grow
        "RRM, 10, 3",
        "RRMM, 100, 4",
        "RRM, 200, 8",
        "RRRRRRM, 10, 4",
        // the unready count as idle where the number would grow, and not at all where it would
        // shrink
        "RRP, 200, 8",
        "RRP, 75, 3",
        "RRPP, 60, 4",
        "RRP, 20, 1",
        "RRU, 75, 3",
        "RRF, 100, 4"
    })
    void utilization(String pods, long milli, int expected) {
        List<PodView> views = new ArrayList<>();
        Map<String, Reading> readings = new HashMap<>();
        for (int i = 0; i < pods.length(); i++) {
            String name = "p" + i;
            switch (pods.charAt(i)) {
                case 'R' -> {
                    views.add(ready(name));
                    readings.put(name, used(milli));
                }
                case 'M' -> views.add(ready(name));
                case 'P' -> views.add(pod(name, "'phase': 'Pending'"));
                case 'F' -> {
                    views.add(pod(name, "'phase': 'Failed'"));
                    readings.put(name, used(milli));
                }
                default -> {
                    views.add(
                            pod(
                                    name,
                                    "'phase': 'Running', 'startTime': '2026-01-01T11:59:00Z',"
                                            + " 'conditions': [{'type': 'Ready', 'status': 'False',"
                                            + " 'lastTransitionTime': '2026-01-01T11:59:00Z'}]"));
                    readings.put(name, used(1000));
                }
            }
        }
        int current = pods.replace("F", "").length();
        Proposal proposal =
                (Proposal) ReplicaCalculator.calculate(HALF_CPU, views, readings, current, NOW);
        assertEquals(expected, proposal.replicas());
    }

    @Test
    void theMeasuredShareAndAverageAreTold() {
        Proposal proposal =
                (Proposal)
                        ReplicaCalculator.calculate(
                                HALF_CPU,
                                List.of(ready("a"), ready("b")),
                                Map.of("a", used(30), "b", used(90)),
                                2,
                                NOW);
        assertEquals(new Proposal(3, 60, 60), proposal);
    }

    @ParameterizedTest
    @CsvSource({"100, 2", "108, 2", "150, 3", "40, 1"})
    void anAverageValueNeedsNoRequests(long milli, int expected) {
        MetricSource.Resource metric = new MetricSource.Resource("memory", null, null, 100);
        PodView one =
                new PodView(ControllerBench.tree("{'metadata': {'name': 'a'}, 'status': {}}"));
        PodView two =
                new PodView(ControllerBench.tree("{'metadata': {'name': 'b'}, 'status': {}}"));
        Proposal proposal =
                (Proposal)
                        ReplicaCalculator.calculate(
                                metric,
                                List.of(one, two),
                                Map.of("a", used(milli), "b", used(milli)),
                                2,
                                NOW);
        assertEquals(expected, proposal.replicas());
        assertEquals(milli, proposal.averageMilli());
    }

    @Test
    void failuresAreInTheWordsOfTheOriginal() {
        assertEquals(
                new Failure("no pods returned by selector while calculating replica count"),
                ReplicaCalculator.calculate(HALF_CPU, List.of(), Map.of(), 1, NOW));
        assertEquals(
                new Failure("did not receive metrics for any ready pods"),
                ReplicaCalculator.calculate(HALF_CPU, List.of(ready("a")), Map.of(), 1, NOW));
        assertEquals(
                new Failure("missing request for memory in container main of Pod a"),
                ReplicaCalculator.calculate(
                        MetricSource.Resource.utilization("memory", 50),
                        List.of(ready("a")),
                        Map.of("a", used(1)),
                        1,
                        NOW));
    }
}
