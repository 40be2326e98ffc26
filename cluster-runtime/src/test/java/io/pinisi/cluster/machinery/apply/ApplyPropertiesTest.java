package io.pinisi.cluster.machinery.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Sorted;
import io.pinisi.cluster.testing.Chance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What holds for every sequence of server-side applies. */
class ApplyPropertiesTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();
    private static final Schema POD = SCHEMAS.find(GroupVersionKind.of("v1", "Pod")).orElseThrow();
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final List<String> MANAGERS = List.of("ann", "bob", "eve");

    private final FieldManager fields = new FieldManager(SCHEMAS);
    private final Chance chance = new Chance();

    /**
     * Some labels and containers; the manager's own names, so that nobody conflicts. Empty lists
     * and maps are left out: nobody owns one, so it goes with the last of its items and comes back
     * with the next apply, with the original as here.
     */
    private ObjectNode configuration(String manager) {
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata").put("name", "p");
        for (String part : List.of("x", "y", "z")) {
            if (chance.coin()) {
                metadata.withObject("labels").put(manager + part, chance.text("uvw", 2));
            }
            if (chance.coin()) {
                ArrayNode containers = pod.withObject("spec").withArray("containers");
                ObjectNode container = containers.addObject().put("name", manager + part);
                container.put("image", chance.text("uvw", 2));
                if (chance.coin()) {
                    container.putArray("args").add(chance.text("uvw", 2));
                }
            }
        }
        return pod;
    }

    private ObjectNode apply(@Nullable ObjectNode live, ObjectNode wanted, String manager, int at) {
        return fields.apply(
                POD, live, wanted.deepCopy(), manager, "v1", "", false, START.plusSeconds(at));
    }

    /** Labels and containers by name, whatever their order. */
    private static Map<String, JsonNode> said(ObjectNode pod) {
        Map<String, JsonNode> said = new TreeMap<>();
        pod.path("metadata")
                .path("labels")
                .properties()
                .forEach(e -> said.put("label " + e.getKey(), e.getValue()));
        pod.path("spec")
                .path("containers")
                .forEach(c -> said.put("container " + c.path("name").asString(), Sorted.copy(c)));
        return said;
    }

    private static Set<String> owners(ObjectNode pod) {
        Set<String> owners = new TreeSet<>();
        pod.path("metadata")
                .path("managedFields")
                .forEach(
                        entry ->
                                owners.add(
                                        entry.path("manager").asString()
                                                + " "
                                                + FieldSet.parse(entry.get("fieldsV1"))));
        return owners;
    }

    @Test
    void applyingAgainChangesNothing() {
        ObjectNode live = null;
        for (int i = 0; i < 1000; i++) {
            String manager = chance.one(MANAGERS);
            ObjectNode wanted = configuration(manager);
            live = apply(live, wanted, manager, i);
            ObjectNode again = apply(live, wanted, manager, i);
            assertEquals(Sorted.copy(live), Sorted.copy(again), () -> chance + ": " + wanted);
        }
    }

    @Test
    void theObjectIsWhatItsManagersLastSaid() {
        Map<String, ObjectNode> last = new HashMap<>();
        ObjectNode live = null;
        for (int i = 0; i < 1000; i++) {
            String manager = chance.one(MANAGERS);
            last.put(manager, configuration(manager));
            live = apply(live, last.get(manager), manager, i);
            Map<String, JsonNode> expected = new TreeMap<>();
            last.values().forEach(wanted -> expected.putAll(said(wanted)));
            assertEquals(expected, said(live), chance + " in step " + i);
            assertEquals("p", live.path("metadata").path("name").asString(""), chance::toString);
        }
    }

    @Test
    void theOrderOfManagersIsNothingToTheResult() {
        for (int i = 0; i < 500; i++) {
            ObjectNode ann = configuration("ann");
            ObjectNode bob = configuration("bob");
            ObjectNode one = apply(apply(null, ann, "ann", 1), bob, "bob", 2);
            ObjectNode other = apply(apply(null, bob, "bob", 1), ann, "ann", 2);
            assertEquals(said(one), said(other), chance::toString);
            assertEquals(owners(one), owners(other), chance::toString);
        }
    }

    @Test
    void whatOneAppliesIsNeverTakenFromAnother() {
        for (int i = 0; i < 500; i++) {
            List<String> before = new ArrayList<>();
            ObjectNode live = apply(null, configuration("ann"), "ann", 1);
            owners(live).stream().filter(o -> o.startsWith("ann ")).forEach(before::add);
            ObjectNode later = apply(live, configuration("bob"), "bob", 2);
            assertTrue(owners(later).containsAll(before), () -> chance + ": " + owners(later));
        }
    }
}
