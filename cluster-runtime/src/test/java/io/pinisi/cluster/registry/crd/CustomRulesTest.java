package io.pinisi.cluster.registry.crd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Transition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules of schemas: how they may be written, what they may cost, and what they say. */
class CustomRulesTest {
    private static final String ADVICE =
            " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where"
                    + " arrays, maps, and strings are declared)";

    /** Of a schema with one field {@code f}. */
    private static List<String> written(String field) {
        Faults faults = new Faults();
        JsonNode schema = Yaml.parse("{type: object, properties: {f: " + field + "}}").getFirst();
        CustomRules rules = CustomRules.compile(schema, "s", faults);
        RuleCosts.check(rules, schema, "s", faults);
        return texts(faults);
    }

    private static List<String> texts(Faults faults) {
        return faults.list().stream().map(CustomRulesTest::text).toList();
    }

    private static String text(FieldError fault) {
        return fault.field() + ": " + fault.value() + ": " + fault.detail();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {type: string, x-kubernetes-validations: [{rule: ' '}]} | [0].rule: null: rule is not specified
                    {type: string, x-kubernetes-validations: [{rule: 'true', message: ' '}]} | [0].message: " ": message must be non-empty if specified
                    {type: string, x-kubernetes-validations: [{rule: "true &&\\n false"}]} | [0].message: null: message must be specified if rule contains line breaks
                    {type: object, properties: {a: {type: string}}, x-kubernetes-validations: [{rule: 'true', fieldPath: .b}]} | [0].fieldPath: ".b": fieldPath must be a valid path: does not refer to a valid field
                    {type: object, properties: {a: {type: string}}, x-kubernetes-validations: [{rule: 'true', fieldPath: '.a[0]'}]} | [0].fieldPath: ".a[0]": fieldPath must be a valid path: expected single quoted string but got 0
                    {type: string, x-kubernetes-validations: [{rule: 'true', optionalOldSelf: true}]} | [0].optionalOldSelf: true: may not be set if oldSelf is not used in rule
                    """)
    void aRuleThatIsBadlyWrittenIsRefused(String field, String fault) {
        String at = "s.properties[f].x-kubernetes-validations";
        assertEquals(List.of(at + fault), written(field));
    }

    @Test
    void aRuleThatComparesNeedsCounterparts() {
        assertEquals(
                List.of(
                        "s.properties[f].items.x-kubernetes-validations[0].rule: \"self =="
                                + " oldSelf\": oldSelf cannot be used on the uncorrelatable portion"
                                + " of the schema within s.properties[f]"),
                written(
                        "{type: array, maxItems: 3, items: {type: integer,"
                                + " x-kubernetes-validations: [{rule: self == oldSelf}]}}"));
    }

    @Test
    void aLoopInALoopOverAnythingIsRefusedByItselfAndInTheSum() {
        String at = "s.properties[f].x-kubernetes-validations[0].rule";
        assertEquals(
                List.of(
                        at
                                + ": null: estimated rule cost exceeds budget by factor of more"
                                + " than 100x"
                                + ADVICE,
                        at
                                + ": null: contributed to estimated rule cost total exceeding cost"
                                + " limit for entire OpenAPIv3 schema",
                        "s: null: x-kubernetes-validations estimated rule cost total for entire"
                                + " OpenAPIv3 schema exceeds budget by factor of more than 100x"
                                + ADVICE),
                written(
                        "{type: array, items: {type: integer}, x-kubernetes-validations:"
                                + " [{rule: 'self.all(x, self.all(y, x == y))'}]}"));
    }

    @Test
    void whatContainsARuleMultipliesItsCost() {
        String rule = "x-kubernetes-validations: [{rule: self.contains('x')}]";
        assertEquals(
                List.of(
                        "s.properties[f].items.x-kubernetes-validations[0].rule: null: estimated"
                                + " rule cost exceeds budget by factor of 1.258296x"
                                + ADVICE),
                written("{type: array, maxItems: 40, items: {type: string, " + rule + "}}"));
        assertEquals(
                List.of(),
                written("{type: array, maxItems: 31, items: {type: string, " + rule + "}}"));
    }

    private static List<String> judged(String schema, @Nullable String old, String next) {
        Faults faults = new Faults();
        CustomRules rules = CustomRules.compile(Yaml.parse(schema).getFirst(), "", faults);
        assertEquals(List.of(), texts(faults));
        rules.check(
                new Transition(
                        old == null ? null : object(old),
                        object(next),
                        UserInfo.of("ann", UserInfo.AUTHENTICATED),
                        Instant.EPOCH),
                faults);
        return texts(faults);
    }

    private static ObjectNode object(String yaml) {
        return Yaml.parse(yaml).getFirst().asObject();
    }

    @Test
    void aRuleTellsItsFaultAtThePlaceThatItNames() {
        String schema =
                """
                type: object
                x-kubernetes-validations: [{rule: self.n < 3, fieldPath: ".m['a.b']", reason: FieldValueForbidden}]
                properties:
                  n: {type: integer, x-kubernetes-validations: [{rule: 10 / self > 0}]}
                  m: {type: object, additionalProperties: {type: string}}
                """;
        assertEquals(
                List.of(
                        "m[a.b]: null: failed rule: self.n < 3",
                        "n: \"integer\": failed rule: 10 / self > 0"),
                judged(schema, null, "{n: 11}"));
        assertEquals(
                List.of("n: \"integer\": division by zero evaluating rule: 10 / self > 0"),
                judged(schema, null, "{n: 0}"));
        assertEquals(List.of(), judged(schema, "{n: 0}", "{n: 0}"));
    }

    @Test
    void aMissingFieldIsToldByItsName() {
        assertEquals(
                List.of("<nil>: \"object\": no such key: b evaluating rule: mine"),
                judged(
                        "{type: object, x-kubernetes-validations: [{rule: self.a == self.b,"
                                + " message: mine}], properties: {a: {type: string}, b: {type:"
                                + " string}}}",
                        null,
                        "{a: x}"));
    }

    @Test
    void aRuleThatRunsTooLongEndsTheCheck() {
        String schema =
                """
                type: object
                properties:
                  a:
                    type: array
                    items: {type: integer}
                    x-kubernetes-validations: [{rule: 'self.all(x, self.all(y, self.all(z, true)))'}, {rule: 'false'}]
                """;
        StringBuilder numbers = new StringBuilder("0");
        for (int i = 1; i < 100; i++) {
            numbers.append(", ").append(i);
        }
        assertEquals(
                List.of(
                        "a: \"array\": 'operation cancelled: actual cost limit exceeded': no"
                                + " further validation rules will be run due to call cost exceeds"
                                + " limit for rule: self.all(x, self.all(y, self.all(z, true)))"),
                judged(schema, null, "{a: [" + numbers + "]}"));
    }

    @Test
    void allRulesTogetherHaveABudget() {
        String schema =
                """
                type: object
                properties:
                  a:
                    type: array
                    items:
                      type: string
                      x-kubernetes-validations: [{rule: 'self.contains(self)'}]
                """;
        String item = "\"" + "x".repeat(9_000) + "\"";
        String list = item + (", " + item).repeat(19);
        assertEquals(
                List.of(
                        "a[12]: \"string\": validation failed due to running out of cost budget,"
                                + " no further validation rules will be run"),
                judged(schema, null, "{a: [" + list + "]}"));
    }

    @Test
    void anOptionalOldStateMayBeAbsent() {
        String schema =
                """
                type: object
                properties:
                  n: {type: integer, x-kubernetes-validations: [{rule: 'oldSelf.orValue(5) < self',
                    optionalOldSelf: true, messageExpression: '"not below " + string(self)'}]}
                """;
        assertEquals(List.of("n: \"integer\": not below 5"), judged(schema, null, "{n: 5}"));
        assertEquals(List.of(), judged(schema, "{n: 1}", "{n: 2}"));
    }
}
