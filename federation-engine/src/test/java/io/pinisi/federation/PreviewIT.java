package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.federation.testing.Scenario;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is previewed of an object that does not exist yet is what the engine then decides. */
final class PreviewIT {
    private static final int OBJECTS = 5;

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores", "timor");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workloadAffinity: {antiAffinity: {groupByLabelKey: team}}, spreadConstraints:"
                        + " [{spreadByField: cluster, maxGroups: 1}]",
                "workloadAffinity: {affinity: {groupByLabelKey: team}}, spreadConstraints:"
                        + " [{spreadByField: cluster, maxGroups: 2}]",
                "replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference:"
                        + " Weighted}"
            })
    void theEngineDecidesAsPreviewed(String placement) {
        String home = scene.namespace("preview-" + Integer.toHexString(placement.hashCode()));
        scene.policy(home, "placement: {" + placement + "}");
        Random random = new Random(placement.hashCode());
        for (int i = 0; i < OBJECTS; i++) {
            ObjectNode object = deployment(home, "web-" + i, 1 + random.nextInt(7));
            object.withObject("/metadata/labels")
                    .put("team", random.nextBoolean() ? "red" : "blue");
            Map<String, Integer> previewed = new TreeMap<>();
            scene.federation()
                    .preview(object, yaml("{" + placement + "}"))
                    .rows()
                    .forEach(row -> previewed.put(row.cluster(), row.replicas().orElse(-1)));

            scene.create(object);
            scene.awaitHub(
                    object.at("/metadata/name").asString("") + " is decided",
                    Scenario.bindingPath(home, "web-" + i + "-deployment"),
                    binding -> Conditions.find(binding.path("status"), "Scheduled").isPresent());
            assertEquals(previewed, decided(home, "web-" + i + "-deployment"), object::toString);
        }
    }

    private static Map<String, Integer> decided(String home, String binding) {
        Map<String, Integer> decided = new TreeMap<>();
        scene.binding(home, binding)
                .orElseThrow()
                .at("/spec/clusters")
                .forEach(
                        one ->
                                decided.put(
                                        one.path("name").asString(""),
                                        one.path("replicas").asInt(-1)));
        return decided;
    }
}
