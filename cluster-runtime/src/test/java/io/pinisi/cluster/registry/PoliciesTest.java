package io.pinisi.cluster.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rules in CEL: policies that administrators bind, and those in the schemas of custom resources.
 */
class PoliciesTest {
    private static final String GROUP = "admissionregistration.k8s.io/v1";
    private final RegistryFixture registry = new RegistryFixture();

    @AfterEach
    void close() {
        registry.close();
    }

    private static ApiException refused(org.junit.jupiter.api.function.Executable writing) {
        return assertThrows(ApiException.class, writing);
    }

    private void policy(String spec, String actions, String more) {
        registry.create(
                GROUP,
                "validatingadmissionpolicies",
                null,
                """
                metadata: {name: p}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
                """
                        + spec.indent(2));
        registry.create(
                GROUP,
                "validatingadmissionpolicybindings",
                null,
                "{metadata: {name: b}, spec: {policyName: p, validationActions: ["
                        + actions
                        + "]"
                        + more
                        + "}}");
    }

    private void map(String name, String data) {
        registry.create(
                "v1",
                "configmaps",
                "shop",
                "{metadata: {name: " + name + "}, data: {" + data + "}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    validations: [{expression: "size(object.data) < 2"}] | failed expression: size(object.data) < 2
                    validations: [{expression: "!has(object.data.a)", message: no a}] | no a
                    validations: [{expression: "false", messageExpression: "'not ' + object.metadata.name"}] | not m
                    validations: [{expression: "request.userInfo.username != 'rika'"}] | failed expression: request.userInfo.username != 'rika'
                    validations: [{expression: "variables.n == 0"}], variables: [{name: n, expression: "size(object.data)"}] | failed expression: variables.n == 0
                    validations: [{expression: "namespaceObject.metadata.name != 'shop'"}] | failed expression: namespaceObject.metadata.name != 'shop'
                    """)
    void aPolicyRefuses(String spec, String message) {
        policy(spec.replaceFirst("\\], ", "]\n"), "Deny", "");
        ApiException e = refused(() -> map("m", "a: x, b: y"));
        assertEquals(Reason.INVALID, e.reason());
        assertEquals(
                "configmaps \"m\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b'"
                        + " denied request: "
                        + message,
                e.getMessage());
    }

    @Test
    void aPolicyWarns() {
        policy("validations: [{expression: 'false', message: unwise}]", "Warn", "");
        map("m", "a: x");
        assertEquals(
                List.of(
                        "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b':"
                                + " unwise"),
                registry.warnings);
    }

    @Test
    void aPolicyNotesInTheAuditRecord() {
        policy(
                "auditAnnotations: [{key: size, valueExpression: \"'has '"
                        + " + string(size(object.data))\"}]\n"
                        + "validations: [{expression: 'true'}, {expression: 'false', message:"
                        + " unwise}]",
                "Audit",
                "");
        map("m", "a: x");
        JsonNode noted =
                Json.parse(
                                registry.store
                                        .audit()
                                        .getLast()
                                        .detail()
                                        .getBytes(StandardCharsets.UTF_8))
                        .path("annotations");
        assertEquals("has 1", noted.path("p/size").asString());
        assertEquals(
                "[{\"message\":\"unwise\",\"policy\":\"p\",\"binding\":\"b\","
                        + "\"expressionIndex\":1,\"validationActions\":[\"Audit\"]}]",
                noted.path("validation.policy.admission.k8s.io/validation_failure").asString());
    }

    @Test
    void aConditionAndASelectorKeepAPolicyAway() {
        policy(
                "matchConditions: [{name: c, expression: \"object.metadata.name != 'm'\"}]\n"
                        + "validations: [{expression: 'false'}]",
                "Deny",
                ", matchResources: {objectSelector: {matchExpressions: [{key: free, operator:"
                        + " DoesNotExist}]}}");
        map("m", "a: x");
        registry.create(
                "v1", "configmaps", "shop", "{metadata: {name: n, labels: {free: \"yes\"}}}");
        assertTrue(
                String.valueOf(refused(() -> map("o", "a: x")).getMessage())
                        .endsWith("failed expression: false"));
    }

    @Test
    void aParameterIsAnObject() {
        registry.create(
                "v1", "secrets", "shop", "{metadata: {name: limit}, stringData: {name: allowed}}");
        policy(
                "paramKind: {apiVersion: v1, kind: Secret}\n"
                        + "validations: [{expression:"
                        + " \"object.metadata.name.startsWith(params.metadata.name)\"}]",
                "Deny",
                ", paramRef: {name: limit, parameterNotFoundAction: Deny}");
        map("limit-a", "a: x");
        refused(() -> map("other", "a: x"));
        registry.endpoint("v1", "secrets")
                .delete(
                        registry.call(),
                        ObjectKey.of("shop", "limit"),
                        RegistryFixture.PLAIN_DELETE);
        assertTrue(
                String.valueOf(refused(() -> map("limit-b", "a: x")).getMessage())
                        .contains("no params found for policy binding"));
    }

    @Test
    void aRuleThatBreaksOffRefusesUnlessItIsToBeIgnored() {
        policy("validations: [{expression: 'object.sails > 1'}]", "Deny", "");
        String refusal = String.valueOf(refused(() -> map("m", "a: x")).getMessage());
        assertTrue(refusal.contains("expression 'object.sails > 1' resulted in error: "), refusal);
        ObjectKey key = ObjectKey.cluster("p");
        ObjectNode policy = registry.get(GROUP, "validatingadmissionpolicies", key);
        ((ObjectNode) policy.path("spec")).put("failurePolicy", "Ignore");
        registry.update(GROUP, "validatingadmissionpolicies", key, policy);
        map("m", "a: x");
    }

    @Test
    void aPolicyThatCannotBeCompiledIsRefused() {
        String refusal =
                String.valueOf(
                        refused(() -> policy("validations: [{expression: 'object.'}]", "Deny", ""))
                                .getMessage());
        assertTrue(
                refusal.contains(
                        "spec.validations[0].expression: Invalid value: \"object.\": compilation"
                                + " failed: "),
                refusal);
    }

    private void boats(String rules) {
        registry.create(
                "apiextensions.k8s.io/v1",
                "customresourcedefinitions",
                null,
                """
                metadata: {name: boats.sea.io}
                spec:
                  group: sea.io
                  scope: Namespaced
                  names: {plural: boats, kind: Boat}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            x-kubernetes-validations: %s
                            properties:
                              masts: {type: integer}
                              sails: {type: integer}
                              ports:
                                type: array
                                items: {type: string, x-kubernetes-validations: [{rule: "self != 'atlantis'"}]}
                """
                        .formatted(rules));
    }

    private ObjectNode boat(String spec) {
        return registry.create(
                "sea.io/v1", "boats", "shop", "{metadata: {name: b}, spec: {" + spec + "}}");
    }

    @Test
    void aPolicyMayNotRunForever() {
        String loop = "lists.all(a, lists.all(b, lists.all(c, true)))";
        policy(
                "variables: [{name: lists, expression: \"object.data.x.split('')\"}]\n"
                        + "validations: [{expression: \"variables."
                        + loop.replace("(b, lists", "(b, variables.lists")
                                .replace("(a, lists", "(a, variables.lists")
                        + "\"}]",
                "Deny",
                "");
        String refusal =
                String.valueOf(refused(() -> map("m", "x: " + "y".repeat(200))).getMessage());
        assertTrue(
                refusal.endsWith("in error: operation cancelled: actual cost limit exceeded"),
                refusal);
    }

    @Test
    void aSchemaHasRulesOfItsOwn() {
        boats(
                "[{rule: 'self.sails <= self.masts * 3', message: too many sails, fieldPath:"
                        + " .sails}, {rule: 'self.masts >= oldSelf.masts', messageExpression:"
                        + " \"'had %d'.format([oldSelf.masts])\"}]");
        assertEquals(
                "Boat.sea.io \"b\" is invalid: spec.sails: Invalid value: \"object\": too many"
                        + " sails",
                refused(() -> boat("masts: 1, sails: 4")).getMessage());
        assertEquals(
                "Boat.sea.io \"b\" is invalid: spec.ports[1]: Invalid value: \"string\": failed"
                        + " rule: self != 'atlantis'",
                refused(() -> boat("masts: 1, sails: 1, ports: [bima, atlantis]")).getMessage());
        ObjectNode boat = boat("masts: 2, sails: 4");
        ((ObjectNode) boat.path("spec")).put("masts", 1).put("sails", 1);
        assertEquals(
                "Boat.sea.io \"b\" is invalid: spec: Invalid value: \"object\": had 2",
                refused(
                                () ->
                                        registry.update(
                                                "sea.io/v1",
                                                "boats",
                                                ObjectKey.of("shop", "b"),
                                                boat))
                        .getMessage());
    }

    @Test
    void aSchemaWithABrokenRuleIsRefused() {
        String refusal = String.valueOf(refused(() -> boats("[{rule: 'self.'}]")).getMessage());
        assertTrue(
                refusal.contains(
                        "openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule: Invalid"
                                + " value: \"self.\""),
                refusal);
    }
}
