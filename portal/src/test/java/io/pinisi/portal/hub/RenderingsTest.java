package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.history.Differences;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.override.OverrideStep;
import io.pinisi.federation.propagation.RenderPreview;
import io.pinisi.federation.propagation.RenderPreview.Row;
import io.pinisi.portal.applications.RenderQuestion;
import io.pinisi.portal.applications.Rendering;
import io.pinisi.portal.history.FieldChange;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class RenderingsTest {
    private static final ObjectNode HUB = object("blue");
    private static final ObjectNode RED = object("red");

    @Test
    void openEndsAreClosedByTheHubAndTheFirstCluster() {
        Rendering rendering = ask("", "");
        assertEquals(new RenderQuestion("ConfigMap shop/c", "", "a"), rendering.question());
        assertEquals(
                List.of(new FieldChange("data.colour", "blue", "red")), rendering.differences());
        assertEquals("OverridePolicy shop/p", rendering.steps().getFirst().policy());
        assertTrue(rendering.yaml().contains("colour: red"), rendering::yaml);
    }

    @Test
    void twoClustersAreComparedWithEachOther() {
        Rendering rendering = ask("a", "b");
        assertEquals(
                List.of(new FieldChange("data.colour", "red", "blue")), rendering.differences());
        assertEquals("a", rendering.steps().getFirst().cluster());
        assertEquals(List.of(), ask("b", "b").steps());
        assertEquals(List.of(), ask("b", "b").differences());
    }

    @Test
    void anOverrideThatDoesNotFitIsAProblemAndNoDifference() {
        Rendering rendering = ask("", "c");
        assertEquals(List.of("c: has no zone"), rendering.problems());
        assertEquals(List.of(), rendering.differences());
        assertEquals("", rendering.yaml());
    }

    @Test
    void whatIsNowhereHasNothingToCompare() {
        Rendering rendering =
                new Renderings(List.of("x"), "x", new RenderPreview(HUB, List.of()))
                        .of(new RenderQuestion("", "", ""));
        assertEquals(List.of(), rendering.clusters());
        assertEquals("", rendering.question().right());
    }

    private static Rendering ask(String left, String right) {
        Row a =
                new Row(
                        "a",
                        OptionalInt.empty(),
                        RED,
                        "",
                        List.of(
                                new OverrideStep(
                                        "OverridePolicy shop/p",
                                        "spec.overrideRules[0].overriders.plaintext[0]",
                                        Differences.between(HUB, RED))));
        Row b = new Row("b", OptionalInt.empty(), HUB, "", List.of());
        Row c = new Row("c", OptionalInt.empty(), null, "has no zone", List.of());
        return new Renderings(
                        List.of("ConfigMap shop/c"),
                        "ConfigMap shop/c",
                        new RenderPreview(HUB, List.of(a, b, c)))
                .of(new RenderQuestion("", left, right));
    }

    private static ObjectNode object(String colour) {
        return Yaml.parse(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop},"
                                + " data: {colour: "
                                + colour
                                + "}}")
                .getFirst();
    }
}
