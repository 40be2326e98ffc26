package io.pinisi.federation.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class NodeGradesTest {
    private static final String MODELS =
            """
            spec:
              resourceModels:
              - {grade: 0, ranges: [{name: cpu, min: "0", max: "1"}, {name: memory, min: "0", max: 4Gi}]}
              - {grade: 1, ranges: [{name: cpu, min: "1", max: "4"}, {name: memory, min: 4Gi, max: 16Gi}]}
              - {grade: 2, ranges: [{name: cpu, min: "4", max: "999"}, {name: memory, min: 16Gi, max: 999Gi}]}
            """;

    @Test
    void aNodeIsOfTheHighestGradeThatItHasEnoughOfEverythingFor() {
        ArrayNode modelings = Json.object().putArray("modelings");
        NodeGrades.count(
                NodeGrades.grades(cluster().at("/spec/resourceModels")),
                List.of(
                        free("500m", "64Gi"),
                        free("2", "8Gi"),
                        free("8", "8Gi"),
                        free("8", "32Gi"),
                        free("-1", "1Gi")),
                modelings);
        assertEquals(
                "[{\"grade\":0,\"count\":1},{\"grade\":1,\"count\":2},{\"grade\":2,\"count\":1}]",
                modelings.toString());
    }

    @ParameterizedTest
    @CsvSource({
        // one of grade 1 and three of grade 2
        "1, 1Gi, 13",
        "2, 1Gi, 6",
        "3, 8Gi, 3",
        "5, 1Gi, 0",
        "1, 17Gi, 0",
    })
    void noMoreFitThanSingleNodesHold(String cpu, String memory, long fits) {
        ObjectNode cluster = cluster();
        ArrayNode modelings =
                cluster.putObject("status")
                        .putObject("resourceSummary")
                        .putArray("allocatableModelings");
        modelings.addObject().put("grade", 0).put("count", 9);
        modelings.addObject().put("grade", 1).put("count", 1);
        modelings.addObject().put("grade", 2).put("count", 3);
        assertEquals(fits, NodeGrades.of(cluster).holds(free(cpu, memory)));
    }

    @Test
    void whatIsNotGradedOrNotCountedLimitsNothing() {
        assertEquals(Long.MAX_VALUE, NodeGrades.NONE.holds(free("1", "1Gi")));
        assertEquals(NodeGrades.NONE, NodeGrades.of(cluster()), "nothing is counted yet");
        ObjectNode cluster = cluster();
        cluster.putObject("status").putObject("resourceSummary").putArray("allocatableModelings");
        assertEquals(Long.MAX_VALUE, NodeGrades.of(cluster).holds(ResourceAmounts.ONE_POD));
    }

    private static ObjectNode cluster() {
        return Yaml.parse(MODELS).getFirst();
    }

    private static ResourceAmounts free(String cpu, String memory) {
        return ResourceAmounts.of(Json.object().put("cpu", cpu).put("memory", memory));
    }
}
