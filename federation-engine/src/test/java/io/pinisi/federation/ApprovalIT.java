package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.CONFIG_MAPS;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.approval.DefaultPolicies;
import io.pinisi.federation.approval.FiledRequests;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** Approvals on a real hub. Every test has a namespace and policies of its own. */
final class ApprovalIT {
    private static final ResourcePath REQUESTS =
            ResourcePath.all(FederationKinds.APPROVAL_REQUESTS);
    private static final ResourcePath ROLE_BINDINGS =
            ResourcePath.all(
                    GroupVersionResource.of("rbac.authorization.k8s.io/v1", "rolebindings"));

    @RegisterExtension static final Scenario scene = Scenario.of("bali");

    /** Administrators both: what they may do alone is not a matter of rights. */
    private static final UserInfo RIKA = UserInfo.of("rika", UserInfo.MASTERS, "operators");

    private static final UserInfo ANN = UserInfo.of("ann", "operators");

    @Test
    void aDeletePassesOnceAfterAnotherHasApproved() {
        scene.namespace("one");
        scene.create(configMap("one", "prices", "a: '1'"));
        policy("one-deletes", "actions: [{verbs: [delete], resources: [configmaps]}]", "one");
        ApiClient rika = as(RIKA);
        ResourcePath prices = path("one", "prices");
        ApiException refused = forbidden(() -> rika.delete(prices, null));
        String request = requestIn(refused);
        assertTrue(message(refused).contains("\"one-deletes\""), message(refused));
        assertTrue(message(refused).contains("kubectl patch approvalrequest " + request));
        assertEquals(request, requestIn(forbidden(() -> rika.delete(prices, null))), "filed once");

        ApiClient ann = as(ANN);
        forbidden(() -> approve(ann, request));
        merge(rika, REQUESTS.named(request), "spec: {reason: obsolete, ticket: OPS-7}");
        forbidden(() -> approve(rika, request));
        forbidden(
                () ->
                        merge(
                                rika,
                                REQUESTS.named(request).sub("status"),
                                "status: {state: Approved}"));
        merge(
                ann,
                REQUESTS.named(request),
                "spec: {decision: Approve, comment: fine}\nstatus: {decisions: [{user: x}]}");
        ObjectNode approved = ann.get(REQUESTS.named(request));
        assertEquals("Approved", approved.at("/status/state").asString(""));
        assertEquals("ann", approved.at("/status/decisions/0/user").asString(""));
        assertEquals(1, approved.at("/status/decisions").size());
        forbidden(() -> merge(rika, REQUESTS.named(request), "spec: {reason: other}"));

        rika.delete(prices, null);
        assertTrue(scene.hub().find(prices).isEmpty());
        assertEquals("Used", state(request));
        assertTrue(auditLog().contains("OPS-7"), "the record of the effect says by what ticket");
        scene.create(configMap("one", "prices", "a: '1'"));
        assertFalse(
                request.equals(requestIn(forbidden(() -> rika.delete(prices, null)))),
                "the same name is another object");
        forbidden(() -> rika.delete(REQUESTS.named(request), null));
    }

    @Test
    void whatIsApprovedIsWhatIsDone() {
        scene.namespace("two");
        scene.create(configMap("two", "prices", "a: '1'"));
        policy("two-changes", "actions: [{verbs: [update], resources: [configmaps]}]", "two");
        ApiClient rika = as(RIKA);
        ResourcePath prices = path("two", "prices");
        String request = requestIn(forbidden(() -> merge(rika, prices, "data: {a: '2'}")));
        ObjectNode filed = scene.hub().get(REQUESTS.named(request));
        assertEquals("data.a", filed.at("/spec/action/changes/0/path").asString(""));
        assertEquals("1", filed.at("/spec/action/changes/0/before").asString(""));
        assertEquals("2", filed.at("/spec/action/changes/0/after").asString(""));
        merge(rika, REQUESTS.named(request), "spec: {reason: inflation}");
        approve(as(ANN), request);
        forbidden(() -> merge(rika, prices, "data: {a: '3'}"));
        UserInfo other = UserInfo.of("olga", UserInfo.MASTERS, "operators");
        forbidden(() -> merge(as(other), prices, "data: {a: '2'}"));
        assertEquals("Approved", state(request));
        merge(rika, prices, "data: {a: '2'}");
        assertEquals("2", scene.hub().get(prices).at("/data/a").asString(""));
        assertEquals("Used", state(request));
    }

    @Test
    void nobodyTakesTheGatesOfProductionAwayAlone() {
        DefaultPolicies.ensure(scene.hub(), List.of("operators"));
        scene.namespace("gated");
        ResourcePath strategies = ResourcePath.all(FederationKinds.ROLLOUT_STRATEGIES).in("gated");
        ObjectNode strategy =
                yaml(
                        """
                        apiVersion: pinisi.io/v1alpha1
                        kind: RolloutStrategy
                        metadata: {name: careful, namespace: gated}
                        spec:
                          resourceSelectors: [{apiVersion: v1, kind: ConfigMap}]
                          stages:
                          - name: canary
                            clusters: {clusterNames: [bali]}
                            approvals: [Before]
                        """);
        scene.create(strategy);
        merge(
                scene.hub(),
                ResourcePath.all(GroupVersionResource.of("v1", "namespaces")).named("gated"),
                "metadata: {labels: {stage: production}}");
        ApiClient rika = as(RIKA);
        ResourcePath careful = strategies.named("careful");
        String request =
                requestIn(
                        forbidden(
                                () ->
                                        merge(
                                                rika,
                                                careful,
                                                "spec: {stages: [{name: canary, clusters:"
                                                        + " {clusterNames: [bali]}}]}")));
        forbidden(() -> rika.delete(careful, null));
        assertTrue(request.contains("rolloutstrategies"), request);

        ResourcePath policies = ResourcePath.all(FederationKinds.APPROVAL_POLICIES);
        merge(
                scene.hub(),
                policies.named("production-gates"),
                "spec: {scope: {namespaceSelector: null, namespaces: [elsewhere]}}");
        DefaultPolicies.ensure(scene.hub(), List.of("operators"));
        rika.delete(careful, null);
    }

    @Test
    void anApprovalIsThereAgainWhenTheWriteFailsAfterAll() {
        scene.namespace("seven");
        policy("seven-creates", "actions: [{verbs: [create], resources: [configmaps]}]", "seven");
        ApiClient rika = as(RIKA);
        ResourcePath all = ResourcePath.all(CONFIG_MAPS).in("seven");
        ObjectNode prices = configMap("seven", "prices", "a: '1'");
        String request = requestIn(forbidden(() -> rika.create(all, prices, WriteOptions.PLAIN)));
        merge(rika, REQUESTS.named(request), "spec: {reason: new}");
        approve(as(ANN), request);
        ApiClient component = as(UserInfo.of("system:kube-example", UserInfo.MASTERS));
        component.create(all, prices, WriteOptions.PLAIN);
        ApiException taken =
                assertThrows(
                        ApiException.class, () -> rika.create(all, prices, WriteOptions.PLAIN));
        assertEquals(Reason.ALREADY_EXISTS, taken.reason());
        assertEquals("Approved", state(request));
        component.delete(all.named("prices"), null);
        rika.create(all, prices, WriteOptions.PLAIN);
        assertEquals("Used", state(request));
        forbidden(() -> merge(as(ANN), REQUESTS.named(request), "spec: {decision: GiveBack}"));
    }

    @Test
    void aCollectionIsApprovedAsTheObjectsThatItWasOf() {
        scene.namespace("three");
        scene.create(configMap("three", "first", "a: '1'"));
        scene.create(configMap("three", "second", "a: '1'"));
        policy(
                "three-mass",
                "actions: [{verbs: [delete], resources: [configmaps]}]\nmass: {objects: 1, seconds:"
                        + " 3600}",
                "three");
        ApiClient rika = as(RIKA);
        ResourcePath all = ResourcePath.all(CONFIG_MAPS).in("three");
        ApiException refused = forbidden(() -> rika.delete(all, null));
        String request = requestIn(refused);
        merge(rika, REQUESTS.named(request), "spec: {reason: spring}");
        approve(as(ANN), request);
        rika.delete(all, null);
        assertTrue(scene.hub().find(path("three", "first")).isEmpty());
        assertTrue(scene.hub().find(path("three", "second")).isEmpty());
        assertEquals("Used", state(request));
    }

    @Test
    void aHeldDeleteIsConfirmedByTwo() {
        policy(
                "four-holds",
                "actions: [{verbs: ['*'], resources: [deletionholds]}]\nscope: {objectSelector:"
                        + " {matchLabels: {four: holds}}}",
                "");
        ObjectNode confirmed =
                yaml(
                        """
                        apiVersion: pinisi.io/v1alpha1
                        kind: DeletionHold
                        metadata: {name: nowhere, labels: {four: holds}}
                        spec: {confirmed: abc}
                        """);
        ResourcePath holds = ResourcePath.all(FederationKinds.DELETION_HOLDS);
        ApiException refused =
                forbidden(() -> as(RIKA).create(holds, confirmed, WriteOptions.PLAIN));
        assertTrue(
                scene.hub()
                        .get(REQUESTS.named(requestIn(refused)))
                        .at("/spec/action/changes")
                        .toString()
                        .contains("abc"));
    }

    @Test
    void peopleSeeWhatConcernsThem() {
        scene.namespace("five");
        scene.create(configMap("five", "prices", "a: '1'"));
        policy("five-deletes", "actions: [{verbs: [delete], resources: [configmaps]}]", "five");
        String request = requestIn(forbidden(() -> as(RIKA).delete(path("five", "prices"), null)));
        UserInfo stranger = UserInfo.of("carl", "guests");
        assertTrue(names(as(ANN)).contains(request));
        assertFalse(names(as(stranger)).contains(request));
        forbidden(() -> as(stranger).get(REQUESTS.named(request)));
        forbidden(() -> approve(as(stranger), request));
    }

    @Test
    void logsAreReadAsLongAsAGrantLasts() {
        merge(
                scene.hub(),
                createPolicy(
                        "six-logs", "access: [logs]\nrequesters: [{kind: Group, name: auditors}]"),
                "spec: {description: Auditors read logs by grant.}");
        UserInfo auditor = UserInfo.of("aude", "auditors");
        ObjectNode wanted =
                yaml(
                        """
                        apiVersion: pinisi.io/v1alpha1
                        kind: ApprovalRequest
                        metadata: {name: six}
                        spec:
                          reason: incident 12
                          access: {to: [logs], clusters: [bali], namespaces: [default], seconds: 3600}
                        """);
        forbidden(
                () ->
                        as(UserInfo.of("carl", "guests"))
                                .create(REQUESTS, wanted.deepCopy(), WriteOptions.PLAIN));
        as(auditor).create(REQUESTS, wanted.deepCopy(), WriteOptions.PLAIN);
        ResourcePath binding = ROLE_BINDINGS.in("default").named("pinisi-access-six");
        forbidden(() -> approve(as(auditor), "six"));
        assertTrue(scene.in("bali").find(binding).isEmpty());
        approve(as(ANN), "six");
        scene.awaitIn(
                "bali", binding, one -> one.at("/subjects/0/name").asString("").equals("aude"));
        merge(as(ANN), REQUESTS.named("six"), "spec: {decision: Deny, comment: enough}");
        scene.awaitGone("bali", binding);
        assertEquals("Denied", state("six"));
    }

    private static String auditLog() {
        try (Transport.Response response = scene.hub().raw("GET", "/audit/search?limit=200")) {
            return response.body() instanceof Transport.Body.Whole(byte[] bytes)
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : "";
        }
    }

    private static void approve(ApiClient client, String request) {
        merge(client, REQUESTS.named(request), "spec: {decision: Approve}");
    }

    private static String state(String request) {
        return scene.hub().get(REQUESTS.named(request)).at("/status/state").asString("");
    }

    private static List<String> names(ApiClient client) {
        return client.list(REQUESTS, ListOptions.ALL).items().stream()
                .map(one -> Metadata.of(one).name())
                .toList();
    }

    private static ApiException forbidden(Executable act) {
        ApiException refused = assertThrows(ApiException.class, act);
        assertEquals(Reason.FORBIDDEN, refused.reason(), message(refused));
        return refused;
    }

    private static String message(ApiException refused) {
        return Objects.requireNonNullElse(refused.getMessage(), "");
    }

    private static String requestIn(ApiException refused) {
        return FiledRequests.in(refused).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(message(refused)));
    }

    private static ApiClient as(UserInfo person) {
        return scene.sea().as(person);
    }

    private static ResourcePath path(String namespace, String name) {
        return ResourcePath.of(CONFIG_MAPS, ObjectKey.of(namespace, name));
    }

    private static void policy(String name, String spec, String namespace) {
        createPolicy(
                name,
                namespace.isEmpty() ? spec : spec + "\nscope: {namespaces: [" + namespace + "]}");
    }

    private static ResourcePath createPolicy(String name, String spec) {
        String text =
                "apiVersion: pinisi.io/v1alpha1\nkind: ApprovalPolicy\nmetadata: {name: "
                        + name
                        + "}\nspec:\n"
                        + (spec + "\napprovers: [{kind: Group, name: operators}]").indent(2);
        ResourcePath all = ResourcePath.all(FederationKinds.APPROVAL_POLICIES);
        scene.hub().create(all, yaml(text), WriteOptions.PLAIN);
        return all.named(name);
    }
}
