package io.pinisi.cluster.machinery.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Sorted;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Golden cases: {@code in} and {@code patch} give {@code out}, or are refused with {@code error}.
 */
class PatchesTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();

    @TestFactory
    Stream<DynamicTest> json() throws IOException {
        return cases("json-patch.yaml", (in, patch) -> Patches.json(in, patch));
    }

    @TestFactory
    Stream<DynamicTest> merge() throws IOException {
        return cases("merge-patch.yaml", (in, patch) -> Patches.merge(in, patch));
    }

    @TestFactory
    Stream<DynamicTest> strategic() throws IOException {
        return cases("strategic-merge-patch.yaml", PatchesTest::strategic);
    }

    private static ObjectNode strategic(ObjectNode in, JsonNode patch) {
        String apiVersion = in.path("apiVersion").asString("apps/v1");
        String kind = in.path("kind").asString("Deployment");
        Schema schema = SCHEMAS.find(GroupVersionKind.of(apiVersion, kind)).orElseThrow();
        return Patches.strategic(SCHEMAS, schema, in, patch);
    }

    private interface Application {
        ObjectNode apply(ObjectNode in, JsonNode patch);
    }

    private static Stream<DynamicTest> cases(String file, Application application)
            throws IOException {
        try (InputStream in = Objects.requireNonNull(PatchesTest.class.getResourceAsStream(file))) {
            return Yaml.parse(in.readAllBytes()).stream()
                    .map(c -> dynamicTest(c.get("case").asString(), () -> run(c, application)));
        }
    }

    private static void run(ObjectNode golden, Application application) {
        ObjectNode in = (ObjectNode) golden.get("in");
        JsonNode patch = golden.get("patch");
        ObjectNode before = in.deepCopy();
        JsonNode patchBefore = patch.deepCopy();
        JsonNode error = golden.get("error");
        if (error == null) {
            ObjectNode out = application.apply(in, patch);
            assertEquals(Yaml.print(Sorted.copy(golden.get("out"))), Yaml.print(Sorted.copy(out)));
        } else {
            ApiException e = assertThrows(ApiException.class, () -> application.apply(in, patch));
            String reason = golden.path("reason").asString("INVALID");
            assertEquals(Reason.valueOf(reason), e.reason());
            assertTrue(String.valueOf(e.getMessage()).contains(error.asString()), e.getMessage());
        }
        assertEquals(before, in);
        assertEquals(patchBefore, patch);
    }
}
