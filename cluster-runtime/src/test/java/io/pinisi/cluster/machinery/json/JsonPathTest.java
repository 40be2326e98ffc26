package io.pinisi.cluster.machinery.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class JsonPathTest {
    private static final ObjectNode TREE =
            Yaml.parse(
                            """
                            metadata: {labels: {a.b/c: x, "it's": y}}
                            spec: {replicas: 3, list: [10, 20, 30, 40]}
                            status:
                              conditions:
                              - {type: Ready, status: "True", n: 2}
                              - {type: Other, status: "False", n: 10}
                            """)
                    .getFirst();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ".spec.replicas | [3]",
                "{.spec.replicas} | [3]",
                "spec.replicas | [3]",
                "$.spec.replicas | [3]",
                ".metadata.labels.a\\.b/c | [\"x\"]",
                ".metadata.labels['a.b/c'] | [\"x\"]",
                ".metadata.labels[\"it's\"] | [\"y\"]",
                ".spec.list[0] | [10]",
                ".spec.list[-1] | [40]",
                ".spec.list[9] | []",
                ".spec.list[1:3] | [20, 30]",
                ".spec.list[-2:] | [30, 40]",
                ".spec.list[::2] | [10, 30]",
                ".spec.list[*] | [10, 20, 30, 40]",
                ".status.conditions[?(@.type==\"Ready\")].status | [\"True\"]",
                ".status.conditions[?(@.type!='Ready')].status | [\"False\"]",
                ".status.conditions[?(@.n>2)].type | [\"Other\"]",
                ".status.conditions[?(@.n<=2)].type | [\"Ready\"]",
                ".status.conditions[?(@.missing)].type | []",
                ".status.conditions[*].type | [\"Ready\", \"Other\"]",
                "..type | [\"Ready\", \"Other\"]",
                ".missing.field | []",
            })
    void finds(String path, String expected) {
        assertEquals(expected, JsonPath.compile(path).find(TREE).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {".a[", ".a[x]", ".a b", ".a[1:2:0]"})
    void refusesWhatIsNoPath(String path) {
        assertThrows(IllegalArgumentException.class, () -> JsonPath.compile(path));
    }

    @Test
    void setsAFieldAndWhatIsAroundIt() {
        ObjectNode tree = Json.object();
        JsonPath.compile(".spec.a.b").set(tree, tree.numberNode(3));
        assertEquals("{\"spec\":{\"a\":{\"b\":3}}}", tree.toString());
    }
}
