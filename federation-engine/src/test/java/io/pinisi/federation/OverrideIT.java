package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.image;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.propagation.RenderPreview;
import io.pinisi.federation.testing.Scenario;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What differs from member to member, and that it stays so. */
final class OverrideIT {
    private static final String BOTH =
            "placement: {clusterAffinity: {clusterNames: [bali, flores]}}";

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void eachClusterGetsItsOwnAndFollowsChanges() {
        String namespace = scene.namespace("images");
        ResourcePath override =
                override(
                        namespace,
                        """
                        overrideRules:
                        - targetCluster: {clusterNames: [flores]}
                          overriders:
                            imageOverrider: [{component: Registry, operator: add, value: east.io}]
                        """);
        scene.policy(namespace, BOTH);
        ResourcePath web = scene.create(deployment(namespace, "web", 1));
        scene.awaitIn("bali", web, object -> image(object).equals("demo:1"));
        scene.awaitIn("flores", web, object -> image(object).equals("east.io/demo:1"));
        merge(
                scene.hub(),
                override,
                "spec: {overrideRules: [{overriders: {imageOverrider: [{component: Tag, operator:"
                        + " replace, value: '7'}]}}]}");
        scene.awaitIn("bali", web, object -> image(object).equals("demo:7"));
        scene.awaitIn("flores", web, object -> image(object).equals("demo:7"));
        RenderPreview preview =
                scene.federation().preview(scene.hub().get(web), yaml("clusterAffinity: {}"));
        assertEquals(2, preview.rows().size());
        assertEquals("demo:7", image(Objects.requireNonNull(preview.rows().getFirst().object())));
        scene.hub().delete(override, null);
        scene.awaitIn("flores", web, object -> image(object).equals("demo:1"));
    }

    @Test
    void anOverrideThatDoesNotFitIsToldAndTheLastGoodStateStays() {
        String namespace = scene.namespace("misfit");
        scene.policy(namespace, BOTH);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> colour(object).equals("blue"));
        ResourcePath override =
                override(
                        namespace,
                        """
                        overrideRules:
                        - targetCluster: {clusterNames: [bali]}
                          overriders:
                            plaintext:
                            - {path: /data/colour, operator: replace, value: red}
                            - {path: /data/absent, operator: remove}
                        """);
        scene.awaitHub(
                "the fault shows",
                bindingPath(namespace, "settings-configmap"),
                object ->
                        object.path("status")
                                .toString()
                                .contains(
                                        "OverridePolicy "
                                                + namespace
                                                + "/o spec.overrideRules[0]"));
        merge(scene.hub(), settings, "data: {colour: green}");
        scene.awaitIn("flores", settings, object -> colour(object).equals("green"));
        assertEquals("blue", colour(scene.in("bali").get(settings)));
        scene.hub().delete(override, null);
        scene.awaitIn("bali", settings, object -> colour(object).equals("green"));
    }

    @Test
    void whatAClusterSaysOfItselfIsPutIntoTheObjectAndMissedWhereItIsNot() {
        String namespace = scene.namespace("variables");
        scene.policy(namespace, BOTH);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("flores", settings, object -> colour(object).equals("blue"));
        declare("bali", "red");
        ResourcePath override =
                override(
                        namespace,
                        """
                        overrideRules:
                        - overriders:
                            plaintext:
                            - {path: /data/colour, operator: replace, value: '${cluster.variables[colour]}'}
                        """);
        scene.awaitIn("bali", settings, object -> colour(object).equals("red"));
        scene.awaitHub(
                "the fault names cluster and field",
                bindingPath(namespace, "settings-configmap"),
                object ->
                        object.path("status")
                                .toString()
                                .contains(
                                        "spec.overrideRules[0].overriders.plaintext[0]: cluster"
                                                + " \\\"flores\\\" has no variable colour"));
        assertEquals("blue", colour(scene.in("flores").get(settings)));
        declare("flores", "green");
        scene.awaitIn("flores", settings, object -> colour(object).equals("green"));
        declare("bali", "white");
        scene.awaitIn("bali", settings, object -> colour(object).equals("white"));
        scene.hub().delete(override, null);
        scene.awaitIn("bali", settings, object -> colour(object).equals("blue"));
    }

    private static void declare(String cluster, String colour) {
        merge(
                scene.hub(),
                Scenario.cluster(cluster),
                "metadata: {annotations: {variables.pinisi.io/colour: " + colour + "}}");
    }

    @Test
    void aPolicyWaitsForTheOverridesThatItNames() {
        String namespace = scene.namespace("waits");
        scene.policy(namespace, "dependentOverrides: [o]\n" + BOTH);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        io.pinisi.cluster.testing.Await.until(
                "that it waits is told",
                java.time.Duration.ofSeconds(60),
                () ->
                        scene.events(namespace)
                                .toString()
                                .contains("waits for the override policies"),
                () -> scene.events(namespace));
        assertTrue(scene.in("bali").find(settings).isEmpty());
        override(
                namespace,
                "overrideRules: [{overriders: {plaintext: [{path: /data/colour, operator: replace,"
                        + " value: red}]}}]");
        scene.awaitIn("bali", settings, object -> colour(object).equals("red"));
    }

    @Test
    void aWrongOverrideIsRefusedByField() {
        String namespace = scene.namespace("wrong");
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                override(
                                        namespace,
                                        "overrideRules: [{overriders: {plaintext: [{path: spec,"
                                                + " operator: add}]}}]"));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(
                message.contains("spec.overrideRules[0].overriders.plaintext[0].value"), message);
        assertTrue(message.contains("spec.overrideRules[0].overriders.plaintext[0].path"), message);
    }

    private static ResourcePath override(String namespace, String spec) {
        ResourcePath overrides = ResourcePath.all(FederationKinds.OVERRIDES).in(namespace);
        scene.hub()
                .create(
                        overrides,
                        yaml(
                                "apiVersion: policy.karmada.io/v1alpha1\nkind: OverridePolicy\n"
                                        + "metadata: {name: o}\nspec:\n"
                                        + spec.indent(2)),
                        WriteOptions.PLAIN);
        return overrides.named("o");
    }
}
