package io.pinisi.cluster.machinery.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.machinery.schema.CrdSchemas;
import io.pinisi.cluster.machinery.schema.Defaulter;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Sorted;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the scenarios of {@code scenarios.yaml}: writes one after the other, each with its outcome.
 */
class FieldManagerTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private final FieldManager fields = new FieldManager(SCHEMAS);
    private final Defaulter defaulter = new Defaulter(SCHEMAS);

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("scenarios.yaml"))) {
            documents.addAll(Yaml.parse(in.readAllBytes()));
        }
        Schema custom = CrdSchemas.compile(documents.removeFirst().get("schema"));
        return documents.stream()
                .map(s -> dynamicTest(s.get("scenario").asString(), () -> run(custom, s)));
    }

    private void run(Schema custom, ObjectNode scenario) {
        ObjectNode live = null;
        Instant now = START;
        for (JsonNode step : scenario.get("steps")) {
            now = now.plusSeconds(1);
            JsonNode expectedError = step.get("conflict");
            ObjectNode before = live;
            Instant time = now;
            if (expectedError != null) {
                ApiException e =
                        assertThrows(ApiException.class, () -> write(custom, before, step, time));
                assertEquals(expectedError.asString(), e.getMessage());
                continue;
            }
            live = write(custom, live, step, now);
            expect(step, live);
        }
    }

    private ObjectNode write(Schema custom, @Nullable ObjectNode live, JsonNode step, Instant now) {
        boolean apply = step.has("apply");
        String manager = step.get(apply ? "apply" : "update").asString();
        ObjectNode object = (ObjectNode) step.get("object").deepCopy();
        if (!object.has("apiVersion")) {
            object.put("apiVersion", "ex.org/v1").put("kind", "Thing");
        }
        String apiVersion = object.get("apiVersion").asString();
        String kind = object.get("kind").asString();
        Schema schema = SCHEMAS.find(GroupVersionKind.of(apiVersion, kind)).orElse(custom);
        String subresource = step.path("subresource").asString("");
        if (!apply) {
            defaulter.apply(schema, object);
            return fields.update(schema, live, object, manager, apiVersion, subresource, now);
        }
        boolean force = step.path("force").asBoolean(false);
        ObjectNode merged =
                fields.apply(schema, live, object, manager, apiVersion, subresource, force, now);
        defaulter.apply(schema, merged);
        return merged;
    }

    private static void expect(JsonNode step, ObjectNode live) {
        JsonNode spec = step.get("spec");
        if (spec != null) {
            assertEquals(Yaml.print(Sorted.copy(spec)), Yaml.print(Sorted.copy(live.path("spec"))));
        }
        JsonNode owners = step.get("owners");
        if (owners != null) {
            Map<String, String> actual = new TreeMap<>();
            for (JsonNode entry : live.path("metadata").path("managedFields")) {
                String subresource = entry.path("subresource").asString("");
                actual.put(
                        entry.get("manager").asString()
                                + (subresource.isEmpty() ? "" : "/" + subresource)
                                + (entry.get("operation").asString().equals("Apply") ? "" : " u"),
                        FieldSet.parse(entry.get("fieldsV1")).toString());
            }
            Map<String, String> expected = new TreeMap<>();
            owners.properties()
                    .forEach(
                            e -> {
                                List<String> paths = new ArrayList<>();
                                e.getValue().forEach(path -> paths.add(path.asString()));
                                expected.put(e.getKey(), paths.toString());
                            });
            assertEquals(lines(expected), lines(actual));
        }
    }

    private static String lines(Map<String, String> map) {
        return map.toString().replace(", ", ",\n");
    }

    @Test
    void conflictsCarryTheirCauses() {
        Schema schema = SCHEMAS.find(GroupVersionKind.of("apps/v1", "Deployment")).orElseThrow();
        ObjectNode live =
                fields.update(schema, null, deployment(3), "kubectl-create", "apps/v1", "", START);
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                fields.apply(
                                        schema,
                                        live,
                                        deployment(5),
                                        "kubectl",
                                        "apps/v1",
                                        "",
                                        false,
                                        START));
        assertEquals(Reason.CONFLICT, e.reason());
        assertEquals(
                "Apply failed with 1 conflict: conflict with \"kubectl-create\" using apps/v1:"
                        + " .spec.replicas",
                e.getMessage());
        var cause = Objects.requireNonNull(e.details()).causes().getFirst();
        assertEquals("FieldManagerConflict", cause.type().reason());
        assertEquals(".spec.replicas", cause.field());
        assertEquals("conflict with \"kubectl-create\" using apps/v1", cause.body());
    }

    @Test
    void timeMovesOnlyWhenSomethingChanges() {
        Schema schema = SCHEMAS.find(GroupVersionKind.of("apps/v1", "Deployment")).orElseThrow();
        ObjectNode first =
                fields.apply(schema, null, deployment(3), "a", "apps/v1", "", false, START);
        Instant later = START.plusSeconds(60);
        ObjectNode same =
                fields.apply(schema, first, deployment(3), "a", "apps/v1", "", false, later);
        assertEquals(first, same);
        ObjectNode other =
                fields.apply(schema, same, deployment(4), "a", "apps/v1", "", false, later);
        assertEquals("2026-11-22T10:01:00Z", other.at("/metadata/managedFields/0/time").asString());
    }

    @Test
    void oldUpdatersAreMergedBeyondTen() {
        Schema schema = SCHEMAS.find(GroupVersionKind.of("v1", "ConfigMap")).orElseThrow();
        ObjectNode live = null;
        for (int i = 0; i < 13; i++) {
            ObjectNode next =
                    live == null
                            ? Yaml.parse("{apiVersion: v1, kind: ConfigMap, data: {}}").getFirst()
                            : live.deepCopy();
            ((ObjectNode) next.get("data")).put("k" + i, "v");
            live = fields.update(schema, live, next, "m" + i, "v1", "", START.plusSeconds(i));
        }
        JsonNode managers = Objects.requireNonNull(live).at("/metadata/managedFields");
        assertEquals(10, managers.size());
        assertEquals("ancient-changes", managers.get(0).get("manager").asString());
        assertEquals(
                "[.data, .data.k0, .data.k1, .data.k2, .data.k3]",
                FieldSet.parse(managers.get(0).get("fieldsV1")).toString());
    }

    @Test
    void anEmptyEntryForgetsAllOwnership() {
        Schema schema = SCHEMAS.find(GroupVersionKind.of("apps/v1", "Deployment")).orElseThrow();
        ObjectNode live = fields.update(schema, null, deployment(3), "a", "apps/v1", "", START);
        ObjectNode next = deployment(4);
        ((ObjectNode) next.get("metadata")).putArray("managedFields").addObject();
        ObjectNode forgotten = fields.update(schema, live, next, "a", "apps/v1", "", START);
        assertEquals(false, forgotten.path("metadata").has("managedFields"));
        ObjectNode again =
                fields.update(schema, forgotten, deployment(5), "a", "apps/v1", "", START);
        assertEquals(false, again.path("metadata").has("managedFields"));
    }

    @Test
    void applyKeepsTheClientSideAnnotationInStep() {
        Schema schema = SCHEMAS.find(GroupVersionKind.of("apps/v1", "Deployment")).orElseThrow();
        ObjectNode created = deployment(3);
        ((ObjectNode) created.get("metadata"))
                .putObject("annotations")
                .put("kubectl.kubernetes.io/last-applied-configuration", deployment(3) + "\n");
        ObjectNode live =
                fields.update(
                        schema, null, created, "kubectl-client-side-apply", "apps/v1", "", START);
        ObjectNode applied =
                fields.apply(schema, live, deployment(5), "kubectl", "apps/v1", "", false, START);
        assertEquals(
                deployment(5) + "\n",
                Json.text(
                        applied,
                        "metadata",
                        "annotations",
                        "kubectl.kubernetes.io/last-applied-configuration"));
    }

    private static ObjectNode deployment(int replicas) {
        return Yaml.parse(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web}
                        spec: {replicas: %d}
                        """
                                .formatted(replicas))
                .getFirst();
    }
}
