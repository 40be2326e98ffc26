package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.propagation.Marks;
import io.pinisi.federation.testing.Scenario;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Fields that a script leaves to the member, beside others that are put right as ever. */
final class RetentionIT {
    private static final ResourcePath SCRIPTS =
            ResourcePath.all(FederationKinds.CUSTOMIZATIONS).named("retains");

    /** A course that was set stays; one that was not is the hub's. */
    private static final String COURSE =
            """
            function Retain(desiredObj, observedObj)
              if observedObj.data ~= nil then
                desiredObj.data.course = observedObj.data.course
              end
              return desiredObj
            end
            """;

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    private static void retain(String script) {
        ObjectNode customization =
                yaml(
                        """
                        apiVersion: config.karmada.io/v1alpha1
                        kind: ResourceInterpreterCustomization
                        metadata: {name: retains}
                        spec:
                          target: {apiVersion: v1, kind: ConfigMap}
                          customizations:
                        """
                                + ("retention:\n  luaScript: |\n" + script.indent(4)).indent(4));
        scene.hub().apply(SCRIPTS, customization, WriteOptions.by("operator").forced());
    }

    private static void awaitScript(String cluster, ResourcePath path) {
        scene.awaitIn(cluster, path, object -> !mark(object, Marks.RETENTION).isEmpty());
    }

    @AfterEach
    void forget() {
        if (scene.hub().find(SCRIPTS).isPresent()) {
            scene.hub().delete(SCRIPTS, null);
        }
    }

    private static String data(ObjectNode configMap, String key) {
        return configMap.path("data").path(key).asString("");
    }

    private static boolean drifts(String namespace) {
        return scene
                .hub()
                .list(
                        ResourcePath.all(FederationKinds.DRIFT_RECORDS).in(namespace),
                        ListOptions.ALL)
                .items()
                .stream()
                .anyMatch(record -> record.toString().contains("course"));
    }

    @Test
    void whatTheScriptKeepsIsTheMembersAndTheRestIsOurs() {
        retain(COURSE);
        String namespace = scene.namespace("kept");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        ResourcePath ship = scene.create(configMap(namespace, "ship", "course: north, sails: '7'"));
        awaitScript("bali", ship);
        awaitScript("flores", ship);
        merge(scene.in("bali"), ship, "data: {course: south}");
        merge(scene.in("bali"), ship, "data: {sails: '1'}");
        scene.awaitIn(
                "bali",
                ship,
                object ->
                        data(object, "sails").equals("7")
                                && data(object, "course").equals("south"));
        merge(scene.hub(), ship, "data: {sails: '8', course: east}");
        scene.awaitIn("bali", ship, object -> data(object, "sails").equals("8"));
        scene.awaitIn("flores", ship, object -> data(object, "sails").equals("8"));
        assertEquals("south", data(scene.in("bali").get(ship), "course"));
        assertEquals("north", data(scene.in("flores").get(ship), "course"), "ours, and kept");
        assertFalse(drifts(namespace));

        scene.hub().delete(SCRIPTS, null);
        scene.awaitIn("bali", ship, object -> data(object, "course").equals("east"));
        scene.awaitIn("flores", ship, object -> data(object, "course").equals("east"));
    }

    @Test
    void whoGoesOnChangingAKeptFieldIsNotAnsweredWithWrites() {
        retain(COURSE);
        String namespace = scene.namespace("steady");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath ship = scene.create(configMap(namespace, "ship", "course: north"));
        awaitScript("bali", ship);
        merge(scene.in("bali"), ship, "data: {course: '0'}");
        scene.awaitIn("bali", ship, object -> !mark(object, Marks.RETAINED).isEmpty());
        String mark = mark(scene.in("bali").get(ship), Marks.RETAINED);
        for (int i = 1; i <= 20; i++) {
            merge(scene.in("bali"), ship, "data: {course: '" + i + "'}");
        }
        merge(scene.hub(), ship, "data: {sails: '8'}");
        scene.awaitIn("bali", ship, object -> data(object, "sails").equals("8"));
        assertEquals("20", data(scene.in("bali").get(ship), "course"));
        assertNotEquals(mark, mark(scene.in("bali").get(ship), Marks.RETAINED));
        assertFalse(drifts(namespace));
    }

    private static String mark(ObjectNode object, String name) {
        return Objects.requireNonNullElse(Metadata.of(object).annotation(name), "");
    }

    @Test
    void aScriptThatFailsIsNamedAndTheMemberKeepsWhatItHas() {
        String namespace = scene.namespace("failing");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath ship = scene.create(configMap(namespace, "ship", "course: north"));
        scene.awaitIn("bali", ship, object -> data(object, "course").equals("north"));
        retain(
                """
                function Retain(desiredObj, observedObj)
                  return observedObj.compass.needle
                end
                """);
        scene.awaitHub(
                "the binding names the script",
                bindingPath(namespace, "ship-configmap"),
                binding ->
                        binding.at("/status/aggregatedStatus/0/appliedMessage")
                                .asString("")
                                .contains("retention:2"));
        merge(scene.hub(), ship, "data: {course: east}");
        ResourcePath later = scene.create(configMap(namespace, "later", "course: west"));
        scene.awaitIn("bali", later, object -> true);
        assertEquals("north", data(scene.in("bali").get(ship), "course"));
        retain(COURSE.replace("observedObj.data.course", "desiredObj.data.course"));
        scene.awaitIn("bali", ship, object -> data(object, "course").equals("east"));
    }
}
