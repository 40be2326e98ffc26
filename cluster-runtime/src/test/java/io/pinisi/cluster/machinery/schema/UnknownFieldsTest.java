package io.pinisi.cluster.machinery.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class UnknownFieldsTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();
    private final UnknownFields unknownFields = new UnknownFields(SCHEMAS);

    @Test
    void removesAndNamesWhatABuiltInTypeDoesNotDeclare() {
        ObjectNode pod =
                Yaml.parse(
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {name: a, labels: {any: thing}, colour: red}
                                spec:
                                  containers:
                                  - {name: a, image: x}
                                  - {name: b, imagee: y, env: [{name: E, valu: v}]}
                                extra: {a: b}
                                """)
                        .getFirst();
        Schema schema = SCHEMAS.find(GroupVersionKind.of("v1", "Pod")).orElseThrow();
        assertEquals(
                List.of(
                        "unknown field \"metadata.colour\"",
                        "unknown field \"spec.containers[1].imagee\"",
                        "unknown field \"spec.containers[1].env[0].valu\"",
                        "unknown field \"extra\""),
                unknownFields.prune(schema, pod));
        assertEquals(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: a
                  labels:
                    any: thing
                spec:
                  containers:
                  - name: a
                    image: x
                  - name: b
                    env:
                    - name: E
                """,
                Yaml.print(pod));
    }

    @Test
    void customResourcesKeepWhatTheyAskToKeep() {
        Schema schema =
                CrdSchemas.compile(
                        Yaml.parse(
                                        """
                                        type: object
                                        properties:
                                          spec:
                                            type: object
                                            properties:
                                              free:
                                                type: object
                                                x-kubernetes-preserve-unknown-fields: true
                                                properties:
                                                  strict: {type: object, properties: {a: {type: string}}}
                                              map: {type: object, additionalProperties: {type: object}}
                                              any: {x-kubernetes-preserve-unknown-fields: true}
                                              inner:
                                                type: object
                                                x-kubernetes-embedded-resource: true
                                                properties: {spec: {type: object}}
                                        """)
                                .getFirst());
        ObjectNode object =
                Yaml.parse(
                                """
                                apiVersion: ex.org/v1
                                kind: Thing
                                metadata: {name: x, odd: 1}
                                spec:
                                  free: {whatever: [1], strict: {a: b, c: d}}
                                  map: {k: {v: 1}}
                                  any: {deep: {er: 1}}
                                  inner: {apiVersion: v1, kind: K, metadata: {name: n, odd: 1}, spec: {q: 1}}
                                  gone: 1
                                status: {}
                                """)
                        .getFirst();
        assertEquals(
                List.of(
                        "unknown field \"metadata.odd\"",
                        "unknown field \"spec.free.strict.c\"",
                        "unknown field \"spec.map.k.v\"",
                        "unknown field \"spec.inner.metadata.odd\"",
                        "unknown field \"spec.inner.spec.q\"",
                        "unknown field \"spec.gone\"",
                        "unknown field \"status\""),
                unknownFields.prune(schema, object));
    }
}
