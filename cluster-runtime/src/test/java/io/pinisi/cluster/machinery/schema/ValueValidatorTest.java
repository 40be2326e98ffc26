package io.pinisi.cluster.machinery.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ValueValidatorTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();
    private static final Schema CUSTOM =
            CrdSchemas.compile(
                    Yaml.parse(
                                    """
                                    type: object
                                    required: [spec]
                                    properties:
                                      spec:
                                        type: object
                                        required: [size]
                                        properties:
                                          size: {type: integer, minimum: 1, maximum: 10}
                                          over: {type: number, minimum: 0, exclusiveMinimum: true}
                                          even: {type: integer, multipleOf: 2}
                                          colour: {type: string, enum: [red, blue]}
                                          name: {type: string, pattern: "^[a-z]+$", minLength: 2, maxLength: 5}
                                          flag: {type: boolean}
                                          maybe: {type: string, nullable: true}
                                          port: {x-kubernetes-int-or-string: true}
                                          when: {type: string, format: date-time}
                                          ip: {type: string, format: ipv6}
                                          list: {type: array, minItems: 1, maxItems: 2, items: {type: string}}
                                          set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                                          map: {type: object, maxProperties: 1, additionalProperties: {type: integer}}
                                          items:
                                            type: array
                                            x-kubernetes-list-type: map
                                            x-kubernetes-list-map-keys: [id]
                                            items: {type: object, required: [id], properties: {id: {type: string}, n: {type: integer}}}
                                          choice:
                                            type: object
                                            properties: {a: {type: string}, b: {type: string}}
                                            oneOf: [{required: [a]}, {required: [b]}]
                                    """)
                            .getFirst());

    private final ValueValidator validator = new ValueValidator(SCHEMAS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{size: 3, colour: red, name: ab, port: http, maybe: null} | ``",
                "{size: 3, port: 80, when: \"2026-11-22T10:00:00+01:00\", ip: \"::1\"} | ``",
                "{} | spec.size: Required value",
                "{size: a} | spec.size: Invalid value: \"string\": spec.size in body must be of"
                        + " type integer: \"string\"",
                "{size: 1.5} | spec.size: Invalid value: \"number\": spec.size in body must be of"
                        + " type integer: \"number\"",
                "{size: 2.0} | ``",
                "{size: 0} | spec.size: Invalid value: 0: spec.size in body should be greater than"
                        + " or equal to 1",
                "{size: 11} | spec.size: Invalid value: 11: spec.size in body should be less than"
                        + " or equal to 10",
                "{size: 1, over: 0} | spec.over: Invalid value: 0: spec.over in body should be"
                        + " greater than 0",
                "{size: 1, even: 3} | spec.even: Invalid value: 3: spec.even in body should be a"
                        + " multiple of 2",
                "{size: 1, colour: green} | spec.colour: Unsupported value: \"green\": supported"
                        + " values: \"red\", \"blue\"",
                "{size: 1, name: A1} | spec.name: Invalid value: \"A1\": spec.name in body should"
                        + " match '^[a-z]+$'",
                "{size: 1, name: a} | spec.name: Invalid value: \"a\": spec.name in body should be"
                        + " at least 2 chars long",
                "{size: 1, name: abcdef} | spec.name: Too long: may not be more than 5 bytes",
                "{size: 1, flag: \"true\"} | spec.flag: Invalid value: \"string\": spec.flag in"
                        + " body must be of type boolean: \"string\"",
                "{size: 1, flag: null} | spec.flag: Invalid value: \"null\": spec.flag in body must"
                        + " be of type boolean: \"null\"",
                "{size: 1, port: true} | spec.port: Invalid value: \"boolean\": spec.port in body"
                        + " must be of type integer,string: \"boolean\"",
                "{size: 1, when: today} | spec.when: Invalid value: \"today\": spec.when in body"
                        + " must be of type date-time: \"today\"",
                "{size: 1, ip: 1.2.3.4} | spec.ip: Invalid value: \"1.2.3.4\": spec.ip in body must"
                        + " be of type ipv6: \"1.2.3.4\"",
                "{size: 1, list: []} | spec.list: Invalid value: 0: spec.list in body should have"
                        + " at least 1 items",
                "{size: 1, list: [a, b, c]} | spec.list: Too many: 3: must have at most 2 items",
                "{size: 1, list: [a, 1]} | spec.list[1]: Invalid value: \"integer\": spec.list[1]"
                        + " in body must be of type string: \"integer\"",
                "{size: 1, set: [a, b, a]} | spec.set[2]: Duplicate value: \"a\"",
                "{size: 1, map: {a: 1, b: 2}} | spec.map: Too many: 2: must have at most 1 items",
                "{size: 1, map: {a: x}} | spec.map.a: Invalid value: \"string\": spec.map.a in body"
                        + " must be of type integer: \"string\"",
                "{size: 1, items: [{id: a}, {id: a, n: 1}]} | spec.items[1]: Duplicate value:"
                        + " {\"id\":\"a\"}",
                "{size: 1, items: [{n: 1}]} | spec.items[0].id: Required value",
                "{size: 1, choice: {a: x, b: y}} | spec.choice: Invalid value: \"\":"
                        + " \"spec.choice\" must validate one and only one schema (oneOf)",
                "{size: 1, choice: {a: x}} | ``",
                "{size: a, flag: 1} | spec.size: Invalid value: \"string\": spec.size in body must"
                        + " be of type integer: \"string\"; spec.flag: Invalid value: \"integer\":"
                        + " spec.flag in body must be of type boolean: \"integer\"",
            })
    void customResources(String spec, String expected) {
        ObjectNode object = Yaml.parse("kind: Thing\nspec: " + spec).getFirst();
        assertEquals(expected, text(validator.validate(CUSTOM, object)));
    }

    @Test
    void aMissingSpecIsNamed() {
        ObjectNode object = Yaml.parse("kind: Thing").getFirst();
        assertEquals("spec: Required value", text(validator.validate(CUSTOM, object)));
    }

    @Test
    void builtInKindsAreCheckedAsTheirStructsAre() {
        ObjectNode pod =
                Yaml.parse(
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {name: p}
                                spec:
                                  restartPolicy: Sometimes
                                  tolerations: [{effect: ""}]
                                  containers:
                                  - {image: x, imagePullPolicy: Never, ports: [{protocol: TCP}]}
                                  - {name: b, image: x, imagePullPolicy: Rarely, volumeMounts: [{name: v}]}
                                status: {conditions: [{lastProbeTime: null}]}
                                """)
                        .getFirst();
        assertEquals(
                "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values:"
                        + " \"Always\", \"OnFailure\", \"Never\";"
                        + " spec.containers[0].name: Required value;"
                        + " spec.containers[1].imagePullPolicy: Unsupported value: \"Rarely\":"
                        + " supported values: \"Always\", \"IfNotPresent\", \"Never\";"
                        + " spec.containers[1].volumeMounts[0].mountPath: Required value",
                text(validator.validate(schema("v1", "Pod"), pod)));
    }

    private static Schema schema(String apiVersion, String kind) {
        return SCHEMAS.find(GroupVersionKind.of(apiVersion, kind)).orElseThrow();
    }

    private static String text(List<FieldError> faults) {
        return faults.stream().map(FieldError::toString).collect(Collectors.joining("; "));
    }
}
