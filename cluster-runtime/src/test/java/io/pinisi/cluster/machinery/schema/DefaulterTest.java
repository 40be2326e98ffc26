package io.pinisi.cluster.machinery.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Golden files: the first document comes in, the second goes out. */
class DefaulterTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pod",
                "deployment",
                "service",
                "statefulset",
                "job",
                "cronjob",
                "daemonset",
                "rbac",
                "networkpolicy",
                "nulls",
                "crd",
                "autoscaler",
                "replicationcontroller"
            })
    void completesTheGoldenObject(String name) throws IOException {
        List<ObjectNode> golden = golden("default-" + name + ".yaml");
        ObjectNode object = golden.getFirst();
        Schema schema =
                SCHEMAS.find(
                                GroupVersionKind.of(
                                        object.path("apiVersion").asString(),
                                        object.path("kind").asString()))
                        .orElseThrow();
        Defaulter defaulter = new Defaulter(SCHEMAS);
        defaulter.apply(schema, object);
        assertEquals(Yaml.print(golden.getLast()), Yaml.print(Sorted.copy(object)));
        ObjectNode again = object.deepCopy();
        defaulter.apply(schema, again);
        assertEquals(object, again);
        assertEquals(List.of(), new UnknownFields(SCHEMAS).prune(schema, object));
    }

    private static List<ObjectNode> golden(String name) throws IOException {
        try (InputStream in = DefaulterTest.class.getResourceAsStream(name)) {
            return Yaml.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
