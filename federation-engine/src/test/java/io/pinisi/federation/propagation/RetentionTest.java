package io.pinisi.federation.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class RetentionTest {
    private static final ObjectNode RENDERED =
            yaml(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata:
                      namespace: shop
                      name: web
                      labels: {pinisi.io/managed: "true"}
                      annotations: {pinisi.io/rendered: "1", pinisi.io/binding: shop/web}
                    spec:
                      replicas: 3
                      paused: false
                      nodeSelector: {disk: fast, zone: a}
                      containers:
                      - {name: web, image: "nginx:1"}
                    """);
    private static final String OURS =
            """
            f:metadata:
              f:labels: {f:pinisi.io/managed: {}}
              f:annotations: {f:pinisi.io/rendered: {}, f:pinisi.io/binding: {}}
            f:spec:
              f:replicas: {}
              f:paused: {}
              f:nodeSelector: {}
              f:containers: {'k:{"name":"web"}': {.: {}, f:name: {}, f:image: {}}}
            """;

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    private static ObjectNode live(String spec, String ours, String theirs) {
        ObjectNode live = RENDERED.deepCopy();
        live.set("spec", yaml(spec));
        live.set("status", yaml("{replicas: 3}"));
        var entries =
                live.withObject("/metadata").put("resourceVersion", "7").putArray("managedFields");
        entries.addObject()
                .put("manager", "pinisi")
                .put("operation", "Apply")
                .set("fieldsV1", yaml(ours));
        entries.addObject()
                .put("manager", "edit")
                .put("operation", "Update")
                .set("fieldsV1", yaml(theirs));
        return live;
    }

    private static BinaryOperator<ObjectNode> keeping(String field) {
        return (desired, observed) -> {
            ObjectNode said = desired.deepCopy();
            said.withObject("/spec").set(field, observed.path("spec").path(field));
            return said;
        };
    }

    private static final String PLAIN =
            "{replicas: 3, paused: false, nodeSelector: {disk: fast, zone: a},"
                    + " containers: [{name: web, image: 'nginx:1'}]}";

    @Test
    void whereNothingIsKeptNothingIsDifferent() {
        ObjectNode live = live(PLAIN, OURS, "{}");
        assertSame(RENDERED, Retention.of(RENDERED, live, keeping("replicas")));
        assertFalse(Retention.isOutdated(RENDERED, live));
    }

    @Test
    void whatOthersSetIsLeftToThem() {
        ObjectNode live =
                live(
                        PLAIN.replace("replicas: 3", "replicas: 5"),
                        OURS.replace("f:replicas: {}", ""),
                        "{f:spec: {f:replicas: {}}}");
        assertEquals(1, Ownership.lost(RENDERED, live).size());
        ObjectNode kept = Retention.of(RENDERED, live, keeping("replicas"));
        assertFalse(kept.path("spec").has("replicas"));
        assertEquals(RENDERED.path("spec").path("containers"), kept.at("/spec/containers"));
        assertEquals(List.of(), lostBeside(kept, live));
        assertTrue(Retention.isOutdated(kept, live));
    }

    /** Without the mark, which only comes with the next write. */
    private static List<Drift> lostBeside(ObjectNode kept, ObjectNode live) {
        ObjectNode unmarked = kept.deepCopy();
        unmarked.withObject("/metadata/annotations").remove(Marks.RETAINED);
        return Ownership.lost(unmarked, live);
    }

    @Test
    void theSameMarkStandsForTheSameChoice() {
        String ours = OURS.replace("f:replicas: {}", "");
        String theirs = "{f:spec: {f:replicas: {}}}";
        ObjectNode five =
                Retention.of(
                        RENDERED,
                        live(PLAIN.replace("replicas: 3", "replicas: 5"), ours, theirs),
                        keeping("replicas"));
        ObjectNode three = Retention.of(RENDERED, live(PLAIN, ours, theirs), keeping("replicas"));
        assertEquals(five, three); // who scales there is never answered with a write
    }

    @Test
    void whatIsOursStaysOursWithTheValueItHas() {
        ObjectNode live = live(PLAIN.replace("replicas: 3", "replicas: 2"), OURS, "{}");
        ObjectNode kept = Retention.of(RENDERED, live, keeping("replicas"));
        assertEquals(2, kept.at("/spec/replicas").asInt());
    }

    @Test
    void aFieldThatTheScriptTakesOutIsNotApplied() {
        ObjectNode live = live(PLAIN.replace("paused: false, ", ""), OURS, "{}");
        ObjectNode kept =
                Retention.of(
                        RENDERED,
                        live,
                        (desired, observed) -> {
                            ObjectNode said = desired.deepCopy();
                            said.withObject("/spec").remove("paused");
                            return said;
                        });
        assertFalse(kept.path("spec").has("paused"));
    }

    @Test
    void aMapThatIsOneValueIsNotCutDown() {
        ObjectNode live =
                live(
                        PLAIN.replace("zone: a", "zone: b"),
                        OURS.replace("f:nodeSelector: {}", ""),
                        "{f:spec: {f:nodeSelector: {}}}");
        ObjectNode kept =
                Retention.of(
                        RENDERED,
                        live,
                        (desired, observed) -> {
                            ObjectNode said = desired.deepCopy();
                            said.withObject("/spec/nodeSelector").put("zone", "c");
                            return said;
                        });
        assertEquals(yaml("{disk: fast, zone: c}"), kept.at("/spec/nodeSelector"));
    }

    @Test
    void itemsThatOthersAddedAreTheirs() {
        ObjectNode live =
                live(
                        PLAIN.replace(
                                "[{name: web, image: 'nginx:1'}]",
                                "[{name: web, image: 'nginx:1'}, {name: spy, image: 'spy:1'}]"),
                        OURS,
                        "{f:spec: {f:containers: {'k:{\"name\":\"spy\"}': {.: {}, f:name: {},"
                                + " f:image: {}}}}}");
        assertSame(RENDERED, Retention.of(RENDERED, live, keeping("containers")));
    }

    @Test
    void aScriptHasNoSayInOurMarksOrTheServersFields() {
        ObjectNode live = live(PLAIN.replace("replicas: 3", "replicas: 2"), OURS, "{}");
        JsonNode kept =
                Retention.of(
                        RENDERED,
                        live,
                        (desired, observed) -> {
                            assertFalse(observed.path("metadata").has("managedFields"));
                            ObjectNode said = observed.deepCopy();
                            said.withObject("/metadata/annotations").removeAll();
                            said.withObject("/metadata/labels").put("pinisi.io/managed", "false");
                            return said;
                        });
        assertEquals(
                "shop/web",
                kept.path("metadata").path("annotations").path(Marks.BINDING).asString(""));
        assertEquals("true", kept.path("metadata").path("labels").path(Marks.MANAGED).asString(""));
        assertFalse(kept.path("metadata").has("resourceVersion"));
        assertFalse(kept.has("status"));
    }
}
