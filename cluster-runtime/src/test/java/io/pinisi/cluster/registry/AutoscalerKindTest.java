package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Autoscalers: rules, columns, and one store under two versions. */
class AutoscalerKindTest {
    private static final String HPAS = "horizontalpodautoscalers";
    private static final String TARGET = "scaleTargetRef: {kind: Deployment, name: web}";
    private static final String MIXED =
            "{maxReplicas: 5, "
                    + TARGET
                    + ", metrics: [{type: Resource, resource: {name: cpu, target: {type:"
                    + " Utilization, averageUtilization: 60}}}, {type: Pods, pods: {metric: {name:"
                    + " hits}, target: {type: AverageValue, averageValue: '10'}}}], behavior:"
                    + " {scaleUp: {selectPolicy: Min}}}";

    private final RegistryFixture registry = new RegistryFixture();

    @AfterEach
    void close() {
        registry.close();
    }

    private ObjectNode create(String spec) {
        return registry.create(
                "autoscaling/v2", HPAS, "shop", "metadata: {name: web}\nspec: " + spec);
    }

    private ResourceDefinition definition() {
        return registry.source()
                .current()
                .definition(GroupVersionResource.of("autoscaling/v1", HPAS))
                .orElseThrow();
    }

    private ResourceDefinition.Version one() {
        return definition().version("v1").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {maxReplicas: 0, TARGET} | spec.maxReplicas: Invalid value: 0: must be greater than 0
                    {maxReplicas: 1, minReplicas: 2, TARGET} | spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`
                    {maxReplicas: 1, minReplicas: 0, TARGET} | spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
                    {maxReplicas: 1} | spec.scaleTargetRef.kind: Required value
                    {maxReplicas: 1, TARGET, metrics: [{type: Resource}]} | spec.metrics[0].resource: Required value: must populate information for the given metric source
                    {maxReplicas: 1, TARGET, metrics: [{type: Pods, pods: {metric: {name: a}, target: {type: Value, value: 1}}}]} | spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue
                    {maxReplicas: 1, TARGET, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 0}}}]} | spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0
                    {maxReplicas: 1, TARGET, behavior: {scaleUp: {stabilizationWindowSeconds: 4000}}} | spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 4000: must be less than or equal to 3600
                    """)
    void rules(String spec, String fault) {
        ApiException e =
                assertThrows(ApiException.class, () -> create(spec.replace("TARGET", TARGET)));
        assertTrue(String.valueOf(e.getMessage()).contains(fault), e.getMessage());
    }

    @Test
    void isCompletedAndShown() {
        ObjectNode made = create("{maxReplicas: 3, " + TARGET + ", behavior: {}}");
        assertEquals(80, made.at("/spec/metrics/0/resource/target/averageUtilization").asInt());
        assertEquals(2, made.at("/spec/behavior/scaleUp/policies").size());
        assertEquals("Max", made.at("/spec/behavior/scaleDown/selectPolicy").asString());
        made.set(
                "status",
                yaml(
                        "currentMetrics: [{type: Resource, resource: {name: cpu, current:"
                                + " {averageUtilization: 12}}}]"));
        assertEquals("cpu: 12%/80%", cell(definition().storageVersion(), made, 2));
        ObjectNode older = made.deepCopy();
        definition().fromStorage(one(), older);
        assertEquals("cpu: 12%/80%", cell(one(), older, 2));
        assertEquals("Deployment/web", cell(one(), older, 1));
    }

    private static String cell(ResourceDefinition.Version version, ObjectNode object, int column) {
        return version.columns().get(column).cell().apply(object).asString();
    }

    @Test
    void theOlderVersionLosesNothing() {
        ObjectNode stored = create(MIXED);
        ObjectNode older = stored.deepCopy();
        definition().fromStorage(one(), older);
        assertEquals("autoscaling/v1", Json.text(older, "apiVersion"));
        assertEquals(60, older.at("/spec/targetCPUUtilizationPercentage").asInt());
        assertFalse(older.path("spec").has("metrics"));
        assertFalse(older.path("spec").has("behavior"));
        definition().toStorage(one(), older);
        assertEquals(stored, older);
    }

    @Test
    void aPatchIsWrittenInTheVersionThatIsAskedFor() {
        create(MIXED);
        PatchBody patch =
                new PatchBody(
                        PatchBody.Type.MERGE,
                        yaml("spec: {targetCPUUtilizationPercentage: 40}"),
                        one());
        ObjectNode patched =
                Json.parse(
                        registry.endpoint("autoscaling/v1", HPAS)
                                .patch(registry.call(), ObjectKey.of("shop", "web"), patch)
                                .json());
        assertEquals("autoscaling/v2", Json.text(patched, "apiVersion"));
        assertEquals(40, patched.at("/spec/metrics/0/resource/target/averageUtilization").asInt());
        assertEquals("hits", patched.at("/spec/metrics/1/pods/metric/name").asString());
    }
}
