package io.pinisi.cluster.machinery.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.testing.Chance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for every patch. */
class PatchPropertiesTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();
    private static final Schema POD = SCHEMAS.find(GroupVersionKind.of("v1", "Pod")).orElseThrow();

    private final Chance chance = new Chance();

    /** RFC 7386: what to send so that one becomes the other. */
    private static ObjectNode difference(ObjectNode from, ObjectNode to) {
        ObjectNode patch = Json.object();
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (!to.has(field.getKey())) {
                patch.putNull(field.getKey());
            }
        }
        for (Map.Entry<String, JsonNode> field : to.properties()) {
            JsonNode before = from.get(field.getKey());
            if (before instanceof ObjectNode a && field.getValue() instanceof ObjectNode b) {
                patch.set(field.getKey(), difference(a, b));
            } else if (!field.getValue().equals(before)) {
                patch.set(field.getKey(), field.getValue());
            }
        }
        return patch;
    }

    @Test
    void aMergePatchOfTheDifferenceLeadsToTheOther() {
        for (int i = 0; i < 5000; i++) {
            ObjectNode from = chance.object();
            ObjectNode to = chance.object();
            ObjectNode patch = difference(from, to);
            ObjectNode once = Patches.merge(from.deepCopy(), patch);
            assertEquals(to, once, chance + ": " + patch + " on " + from);
            assertEquals(once, Patches.merge(once.deepCopy(), patch), "again, " + chance);
        }
    }

    @Test
    void aMergePatchChangesNothingItWasGiven() {
        for (int i = 0; i < 2000; i++) {
            ObjectNode from = chance.object();
            ObjectNode patch = chance.object();
            ObjectNode fromBefore = from.deepCopy();
            ObjectNode patchBefore = patch.deepCopy();
            Patches.merge(from, patch);
            Patches.json(from, Json.mapper().createArrayNode());
            assertEquals(fromBefore, from, chance::toString);
            assertEquals(patchBefore, patch, chance::toString);
        }
    }

    private static String pointer(List<String> path) {
        StringBuilder pointer = new StringBuilder();
        path.forEach(p -> pointer.append('/').append(p.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }

    private static void leaves(JsonNode node, List<String> path, Map<String, JsonNode> found) {
        if (!path.isEmpty()) {
            found.put(pointer(path), node);
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(e -> leaves(e.getValue(), with(path, e.getKey()), found));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                leaves(array.get(i), with(path, Integer.toString(i)), found);
            }
        }
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    @Test
    void aJsonPatchFindsEveryValueAndPutsBackWhatItTook() {
        for (int i = 0; i < 1000; i++) {
            ObjectNode tree = chance.object();
            Map<String, JsonNode> values = new TreeMap<>();
            leaves(tree, List.of(), values);
            for (Map.Entry<String, JsonNode> value : values.entrySet()) {
                ArrayNode patch = Json.mapper().createArrayNode();
                operation(patch, "test", value);
                operation(patch, "remove", value);
                operation(patch, "add", value);
                assertEquals(
                        tree,
                        Patches.json(tree.deepCopy(), patch),
                        () -> chance + ": " + patch + " on " + tree);
            }
        }
    }

    private static void operation(ArrayNode patch, String name, Map.Entry<String, JsonNode> at) {
        ObjectNode operation = patch.addObject().put("op", name).put("path", at.getKey());
        if (!name.equals("remove")) {
            operation.set("value", at.getValue());
        }
    }

    @Test
    void anyJsonPatchAppliesOrIsRefused() {
        List<String> names = List.of("add", "remove", "replace", "move", "copy", "test", "nothing");
        int applied = 0;
        for (int i = 0; i < 20_000; i++) {
            ObjectNode tree = chance.object();
            ArrayNode patch = Json.mapper().createArrayNode();
            ObjectNode operation = patch.addObject().put("op", chance.one(names));
            operation.put("path", chance.text("/ab0-~1", 6));
            operation.put("from", chance.text("/ab0-~1", 6));
            operation.set("value", chance.object());
            try {
                Patches.json(tree, patch);
                applied++;
            } catch (ApiException e) {
                assertTrue(e.reason().code() / 100 == 4, () -> chance + ": " + patch);
            }
        }
        assertTrue(applied > 100, "only " + applied + " applied");
    }

    private ObjectNode pod(List<String> names) {
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        ArrayNode containers = pod.putObject("spec").putArray("containers");
        names.forEach(
                name ->
                        containers
                                .addObject()
                                .put("name", name)
                                .put("image", chance.text("xyz", 2)));
        return pod;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of("a", "b", "c", "d"));
        Collections.shuffle(names, new Random(chance.below(1000)));
        return names.subList(0, chance.below(names.size() + 1));
    }

    private static Map<String, JsonNode> containers(ObjectNode pod) {
        Map<String, JsonNode> byName = new TreeMap<>();
        pod.path("spec")
                .path("containers")
                .forEach(one -> byName.put(one.path("name").asString(), one));
        return byName;
    }

    @Test
    void aStrategicPatchOfAListByKeyAddsEachOnceInWhateverOrder() {
        for (int i = 0; i < 2000; i++) {
            ObjectNode live = pod(names());
            ObjectNode patch = pod(names());
            ObjectNode once = Patches.strategic(SCHEMAS, POD, live, patch);
            Map<String, JsonNode> expected = containers(live);
            expected.putAll(containers(patch));
            assertEquals(expected, containers(once), () -> chance + ": " + patch + " on " + live);
            assertEquals(expected.size(), once.path("spec").path("containers").size());
            assertEquals(once, Patches.strategic(SCHEMAS, POD, once, patch), chance::toString);
        }
    }
}
