package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Expressions;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Policies that change objects, with requests to a real server. */
final class MutatingPoliciesIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();
    @TempDir static Path folder;

    private static final String GROUP = "admissionregistration.k8s.io/v1alpha1";
    private static final ResourcePath POLICIES = resource(GROUP, "mutatingadmissionpolicies");
    private static final ResourcePath BINDINGS = resource(GROUP, "mutatingadmissionpolicybindings");
    private static final ResourcePath MAPS = resource("v1", "configmaps").in("default");
    private static final ResourcePath DEPLOYMENTS =
            resource("apps/v1", "deployments").in("default");
    private static ApiClient admin;

    /** The language's first rule takes its time: not that of a request, which has a deadline. */
    @BeforeAll
    static void start() throws ExpressionException {
        admin = CLUSTER.admin();
        Expressions.changing(List.of("object")).compile("Object{a: object.b}");
    }

    @AfterEach
    void forget() {
        for (ResourcePath all : List.of(BINDINGS, POLICIES, MAPS)) {
            admin.list(all, ListOptions.ALL)
                    .items()
                    .forEach(o -> admin.delete(all.named(Metadata.of(o).name()), null));
        }
    }

    private static ResourcePath resource(String apiVersion, String name) {
        return ResourcePath.all(GroupVersionResource.of(apiVersion, name));
    }

    private static ObjectNode create(ResourcePath path, String yaml) {
        return admin.create(path, Yaml.parse(yaml).getFirst(), WriteOptions.by("test"));
    }

    /** A policy on config maps, and a binding of it. */
    private static void policy(String name, String more) {
        create(
                POLICIES,
                """
                apiVersion: admissionregistration.k8s.io/v1alpha1
                kind: MutatingAdmissionPolicy
                metadata: {name: %s}
                spec:
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
                """
                                .formatted(name)
                        + more.indent(2));
        bind(name, "");
    }

    private static void bind(String policy, String more) {
        create(
                BINDINGS,
                """
                apiVersion: admissionregistration.k8s.io/v1alpha1
                kind: MutatingAdmissionPolicyBinding
                metadata: {name: %s}
                spec:
                  policyName: %s
                """
                                .formatted(policy, policy)
                        + more.indent(2));
    }

    private static JsonNode map(String name, String data) {
        return create(
                        MAPS,
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: %s, namespace: default}
                        data: %s
                        """
                                .formatted(name, data))
                .path("data");
    }

    @Test
    void anObjectIsMergedAsByApply() {
        create(
                POLICIES,
                """
                apiVersion: admissionregistration.k8s.io/v1alpha1
                kind: MutatingAdmissionPolicy
                metadata: {name: sidecar}
                spec:
                  reinvocationPolicy: Never
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
                  matchConditions:
                  - {name: one, expression: object.spec.replicas < 3}
                  variables:
                  - {name: image, expression: "'proxy:' + object.metadata.name"}
                  mutations:
                  - patchType: ApplyConfiguration
                    applyConfiguration:
                      expression: >
                        Object{
                          metadata: Object.metadata{labels: {"team": "blue"}},
                          spec: Object.spec{
                            replicas: object.spec.replicas + 1,
                            template: Object.spec.template{
                              spec: Object.spec.template.spec{
                                containers: [Object.spec.template.spec.containers{
                                  name: "proxy", image: variables.image}]}}}}
                """);
        bind("sidecar", "");
        ObjectNode deployed = create(DEPLOYMENTS, deployment("small", 1));

        JsonNode containers = deployed.at("/spec/template/spec/containers");
        assertEquals(2, deployed.at("/spec/replicas").asInt());
        assertEquals("blue", deployed.at("/metadata/labels/team").asString());
        assertEquals("web", containers.path(0).path("name").asString());
        assertEquals("proxy:small", containers.path(1).path("image").asString());
        assertEquals("IfNotPresent", containers.path(1).path("imagePullPolicy").asString());

        ObjectNode large = create(DEPLOYMENTS, deployment("large", 5));
        assertEquals(5, large.at("/spec/replicas").asInt(), "the condition does not hold");
    }

    private static String deployment(String name, int replicas) {
        return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: default}
        spec:
          replicas: %d
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "nginx:1"}]}
        """
                .formatted(name, replicas);
    }

    @Test
    void aPatchOfOperationsIsAppliedOneMutationAfterTheOther() {
        policy(
                "patched",
                """
                reinvocationPolicy: Never
                mutations:
                - patchType: JSONPatch
                  jsonPatch:
                    expression: >
                      has(object.metadata.annotations) ? [] :
                      [JSONPatch{op: "add", path: "/metadata/annotations", value: {}}]
                - patchType: JSONPatch
                  jsonPatch:
                    expression: >
                      [JSONPatch{op: "test", path: "/data/a", value: "1"},
                       JSONPatch{op: "add",
                         path: "/metadata/annotations/" + jsonpatch.escapeKey("example.test/a"),
                         value: string(size(object.data))},
                       JSONPatch{op: "move", from: "/data/a", path: "/data/b"}]
                """);
        ObjectNode made =
                create(
                        MAPS,
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: moved, namespace: default}
                        data: {a: "1"}
                        """);
        assertEquals("{\"b\":\"1\"}", made.path("data").toString());
        assertEquals(
                "1", made.path("metadata").path("annotations").path("example.test/a").asString());

        ApiException refusal = assertThrows(ApiException.class, () -> map("refused", "{a: \"2\"}"));
        assertEquals(Reason.INVALID, refusal.reason());
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .startsWith(
                                "configmaps \"refused\" is forbidden: policy 'patched' with binding"
                                        + " 'patched' denied request: "),
                refusal.getMessage());
    }

    @Test
    void whatBreaksOffIsIgnoredWhereThePolicySaysSo() {
        policy(
                "forgiving",
                """
                reinvocationPolicy: Never
                failurePolicy: Ignore
                mutations:
                - patchType: ApplyConfiguration
                  applyConfiguration: {expression: "Object{data: Object.data{a: 'changed'}}"}
                - patchType: ApplyConfiguration
                  applyConfiguration: {expression: "Object{data: Object.data{a: object.data.missing}}"}
                """);
        assertEquals("{\"a\":\"1\"}", map("kept", "{a: \"1\"}").toString());
    }

    @Test
    void aPartThatIsOwnedAsAWholeCannotBeMerged() {
        create(
                POLICIES,
                """
                apiVersion: admissionregistration.k8s.io/v1alpha1
                kind: MutatingAdmissionPolicy
                metadata: {name: atomic}
                spec:
                  reinvocationPolicy: Never
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
                  mutations:
                  - patchType: ApplyConfiguration
                    applyConfiguration:
                      expression: >
                        Object{spec: Object.spec{selector: Object.spec.selector{matchLabels: {"a": "b"}}}}
                """);
        bind("atomic", "");
        ApiException refusal =
                assertThrows(
                        ApiException.class, () -> create(DEPLOYMENTS, deployment("atomic", 1)));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .contains("may not mutate atomic arrays, maps or structs: .spec.selector"),
                refusal.getMessage());
    }

    @Test
    void parametersComeFromTheBinding() {
        map("limits", "{most: \"7\"}");
        create(
                POLICIES,
                """
                apiVersion: admissionregistration.k8s.io/v1alpha1
                kind: MutatingAdmissionPolicy
                metadata: {name: parametrized}
                spec:
                  reinvocationPolicy: Never
                  paramKind: {apiVersion: v1, kind: ConfigMap}
                  matchConstraints:
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
                  mutations:
                  - patchType: ApplyConfiguration
                    applyConfiguration: {expression: "Object{data: Object.data{most: params.data.most}}"}
                """);
        bind("parametrized", "paramRef: {name: limits, namespace: default}");
        assertEquals(Map.of("a", "1", "most", "7"), values(map("limited", "{a: \"1\"}")));

        admin.delete(MAPS.named("limits"), null);
        ApiException refusal = assertThrows(ApiException.class, () -> map("late", "{a: \"1\"}"));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("no params found"),
                refusal.getMessage());
    }

    @Test
    void aPolicySeesTheObjectAgainWhereAnotherChangedItLater() {
        String noted =
                """
                reinvocationPolicy: %s
                mutations:
                - patchType: ApplyConfiguration
                  applyConfiguration:
                    expression: "Object{data: Object.data{%s: string(size(object.data))}}"
                """;
        policy("a-again", noted.formatted("IfNeeded", "again"));
        policy("b-once", noted.formatted("Never", "once"));
        policy("c-last", noted.formatted("Never", "last"));
        assertEquals(
                Map.of("a", "1", "again", "4", "once", "2", "last", "3"),
                values(map("seen", "{a: \"1\"}")));
    }

    private static Map<String, String> values(JsonNode data) {
        Map<String, String> values = new HashMap<>();
        data.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
        return values;
    }

    @Test
    void mistakesAreFoundWhenThePolicyIsWritten() {
        mistaken(
                "mutations: []",
                "spec.mutations: Required value: mutations must contain at least one item");
        mistaken("mutations: []", "spec.reinvocationPolicy: Required value");
        mistaken(
                "mutations: [{patchType: Other}]",
                "spec.mutations[0].patchType: Unsupported value: \"Other\"");
        mistaken(
                "mutations: [{patchType: JSONPatch}]",
                "spec.mutations[0].jsonPatch: Required value");
        mistaken(
                "mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression:"
                        + " \"{'a': 1}\"}}]",
                "must evaluate to Object");
        mistaken(
                "mutations: [{patchType: JSONPatch, jsonPatch: {expression: \"[JSONPatch{opp:"
                        + " 'add'}]\"}}]",
                "undefined field 'opp'");
        mistaken(
                "mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression:"
                        + " \"Other{}\"}}]",
                "compilation failed");
    }

    private static void mistaken(String mutations, String why) {
        ApiException refusal =
                assertThrows(ApiException.class, () -> policy("mistaken", mutations + "\n"));
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
    }

    @Test
    void aPartOfAnotherTypeThanItsPlaceIsRefused() {
        policy(
                "misplaced",
                """
                reinvocationPolicy: Never
                mutations:
                - patchType: ApplyConfiguration
                  applyConfiguration: {expression: "Object{data: Object.spec{a: 'b'}}"}
                """);
        ApiException refusal = assertThrows(ApiException.class, () -> map("odd", "{a: \"1\"}"));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .contains("unexpected type name \"Object.spec\", expected \"Object.data\""),
                refusal.getMessage());
    }

    @Test
    void kubectlShowsPolicies() throws IOException {
        Kubectl kubectl = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
        policy(
                "shown",
                """
                reinvocationPolicy: Never
                mutations:
                - patchType: ApplyConfiguration
                  applyConfiguration: {expression: "Object{}"}
                """);
        String table = kubectl.run("get", "mutatingadmissionpolicies").ok();
        assertTrue(
                table.matches("NAME +MUTATIONS +PARAMKIND +AGE\nshown +1 +<unset> +\\S+\n"), table);
        String resources =
                kubectl.run("api-resources", "--api-group=admissionregistration.k8s.io").ok();
        assertTrue(resources.contains("admissionregistration.k8s.io/v1alpha1"), resources);
        assertFalse(kubectl.run("describe", "mutatingadmissionpolicy", "shown").ok().isEmpty());
    }
}
