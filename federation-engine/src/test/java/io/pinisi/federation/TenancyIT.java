package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.CONFIG_MAPS;
import static io.pinisi.federation.testing.Scenario.DEPLOYMENTS;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
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
import io.pinisi.cluster.client.Watch;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** Tenants on a real hub with real members. Every test has tenants of its own. */
final class TenancyIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");
    private static final GroupVersionResource ROLE_BINDINGS =
            GroupVersionResource.of("rbac.authorization.k8s.io/v1", "rolebindings");

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void whatATenantSaysIsMadeAndPutRight() {
        tenant("alpha", "projects: [{name: alpha-shop}]\npodSecurity: restricted", "bali");
        ResourcePath namespace = ResourcePath.all(NAMESPACES).named("alpha-shop");
        assertEquals(
                "restricted",
                Metadata.of(scene.hub().get(namespace))
                        .label("pod-security.kubernetes.io/enforce"));
        ResourcePath owners = binding("alpha-shop", "owner");
        assertEquals("alpha-owners", scene.hub().get(owners).at("/subjects/0/name").asString(""));
        scene.hub().delete(owners, null);
        scene.awaitHub("the binding is back", owners, binding -> true);
        ResourcePath viewers = binding("alpha-shop", "viewer");
        merge(scene.hub(), viewers, "subjects: []");
        scene.awaitHub(
                "the subjects are back", viewers, object -> object.path("subjects").size() == 1);
        scene.awaitIn("bali", namespace, object -> true);
        scene.awaitIn(
                "bali",
                owners,
                object -> object.at("/roleRef/name").asString("").equals("pinisi-tenant-owner"));
        assertTrue(scene.in("flores").find(namespace).isEmpty());
    }

    @Test
    void nothingOfATenantExistsForAnother() throws InterruptedException {
        tenant("beta", "projects: [{name: beta-a}, {name: beta-b}]", "bali");
        tenant("gamma", "projects: [{name: gamma-a}]", "flores");
        scene.create(deployment("beta-a", "web", 0));
        scene.create(deployment("gamma-a", "web", 0));
        ApiClient beta = as("beta-viewers");
        await(() -> names(beta, NAMESPACES).equals(List.of("beta-a", "beta-b")));
        assertEquals(List.of("beta"), names(beta, FederationKinds.TENANTS));
        assertEquals(List.of("bali"), names(beta, FederationKinds.CLUSTERS));
        await(() -> listed(beta, DEPLOYMENTS).equals(List.of("beta-a/web")));
        assertForbidden(
                () -> as("strangers").list(ResourcePath.all(NAMESPACES), ListOptions.ALL), "");
        ApiException other = assertThrows(ApiException.class, () -> beta.get(tenantPath("gamma")));
        ApiException nobody =
                assertThrows(ApiException.class, () -> beta.get(tenantPath("nobody")));
        assertEquals(message(nobody).replace("nobody", "gamma"), message(other), "existence shows");
        assertForbidden(() -> beta.get(ResourcePath.all(NAMESPACES).named("gamma-a")), "");
        assertForbidden(
                () ->
                        beta.get(
                                ResourcePath.of(
                                        FederationKinds.CLUSTERS, ObjectKey.cluster("flores"))),
                "");
        assertForbidden(() -> beta.delete(ResourcePath.all(NAMESPACES).named("beta-a"), null), "");
        FleetView view = scene.federation().fleet().as(beta, UserInfo.of("ben", "beta-viewers"));
        assertEquals(List.of("bali"), view.clusters().stream().map(one -> one.name()).toList());
        assertTrue(
                view.applications().stream()
                        .allMatch(one -> one.key().namespace().startsWith("beta-")));
        try (Watch watch = beta.watch(ResourcePath.all(NAMESPACES), ListOptions.ALL)) {
            merge(scene.hub(), tenantPath("gamma"), "spec: {projects: [{name: gamma-b}]}");
            scene.awaitHub("gamma-b", ResourcePath.all(NAMESPACES).named("gamma-b"), n -> true);
            merge(
                    scene.hub(),
                    tenantPath("beta"),
                    "spec: {projects: [{name: beta-a}, {name: beta-b}, {name: beta-last}]}");
            for (Watch.Event event = next(watch); ; event = next(watch)) {
                String name = Metadata.of(event.object()).name();
                assertTrue(name.startsWith("beta-"), name);
                if (name.equals("beta-last")) {
                    break;
                }
            }
        }
    }

    private static Watch.Event next(Watch watch) throws InterruptedException {
        while (true) {
            Watch.Event event = Objects.requireNonNull(watch.next(), "the watch ended");
            if (event.type() != Watch.Type.BOOKMARK) {
                return event;
            }
        }
    }

    @Test
    void aWatchEndsWithTheRightItWasOpenedWith() {
        tenant("delta", "projects: [{name: delta-a}]", "bali");
        ApiClient delta = as("delta-viewers");
        await(() -> names(delta, NAMESPACES).equals(List.of("delta-a")));
        try (Watch watch = delta.watch(ResourcePath.all(NAMESPACES), ListOptions.ALL)) {
            merge(scene.hub(), tenantPath("delta"), "spec: {members: []}");
            assertThrows(
                    ApiException.class,
                    () -> {
                        while (watch.next() != null) {
                            // what was seen before is sent first
                        }
                    });
        }
    }

    @Test
    void objectsStayWhereTheTenantMayBe() {
        tenant("epsilon", "projects: [{name: epsilon-a}]", "bali");
        scene.hub()
                .create(
                        ResourcePath.all(FederationKinds.CLUSTER_POLICIES),
                        yaml(
                                """
                                apiVersion: policy.karmada.io/v1alpha1
                                kind: ClusterPropagationPolicy
                                metadata: {name: epsilon-everywhere}
                                spec:
                                  resourceSelectors:
                                  - {apiVersion: v1, kind: ConfigMap, namespace: epsilon-a, name: settings}
                                  placement: {clusterAffinity: {clusterNames: [bali, flores]}}
                                """),
                        WriteOptions.PLAIN);
        ResourcePath settings = scene.create(configMap("epsilon-a", "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        ObjectNode binding = scene.binding("epsilon-a", "settings-configmap").orElseThrow();
        assertEquals(1, binding.path("spec").path("clusters").size(), binding::toString);
        assertForbidden(
                () ->
                        merge(
                                scene.sea().asEngine(),
                                Scenario.bindingPath("epsilon-a", "settings-configmap"),
                                "spec: {clusters: [{name: bali}, {name: flores}]}"),
                "cluster flores is not allowed for tenant epsilon");
        merge(scene.hub(), tenantPath("epsilon"), "spec: {clusters: {names: [flores]}}");
        scene.awaitIn("flores", settings, object -> true);
        scene.awaitGone("bali", settings);
    }

    @Test
    void deployersAreHeldToTheLimitsOfTheirTenant() {
        tenant(
                "zeta",
                """
                projects: [{name: zeta-a}]
                allowedRegistries: [quay.io/zeta]
                quota: {hard: {pods: 3, count/configmaps: 2}}
                """,
                "bali");
        ApiClient deployer = as("zeta-deployers");
        ResourcePath all = ResourcePath.all(DEPLOYMENTS).in("zeta-a");
        await(() -> mayList(deployer, all));
        assertForbidden(
                () -> deployer.create(all, deployment("zeta-a", "web", 1), WriteOptions.PLAIN),
                "image \"demo:1\" is not from a registry allowed for tenant zeta");
        assertForbidden(
                () -> deployer.create(all, from("quay.io/zeta/web", 4), WriteOptions.PLAIN),
                "exceeded quota: tenant zeta, requested: pods=4, used: pods=0, limited: pods=3");
        deployer.create(all, from("quay.io/zeta/web", 2), WriteOptions.PLAIN);
        assertForbidden(
                () -> merge(deployer, all.named("web").sub("scale"), "spec: {replicas: 4}"),
                "exceeded quota");
        merge(deployer, all.named("web").sub("scale"), "spec: {replicas: 3}");
        ResourcePath policies = ResourcePath.all(FederationKinds.POLICIES).in("zeta-a");
        ApiException refused =
                assertThrows(
                        ApiException.class,
                        () ->
                                deployer.create(
                                        policies,
                                        policy("zeta-a", "clusterNames: [bali, flores]"),
                                        WriteOptions.PLAIN));
        assertTrue(
                message(refused)
                        .contains(
                                "spec.placement.clusterAffinity.clusterNames[1]: Invalid value:"
                                        + " \"flores\": cluster flores is not allowed for tenant"
                                        + " zeta"),
                refused::toString);
        ResourcePath overrides = ResourcePath.all(FederationKinds.OVERRIDES).in("zeta-a");
        deployer.create(
                overrides,
                yaml(
                        """
                        apiVersion: policy.karmada.io/v1alpha1
                        kind: OverridePolicy
                        metadata: {name: evil, namespace: zeta-a}
                        spec:
                          resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                          overrideRules:
                          - overriders: {imageOverrider: [{component: Registry, operator: replace, value: evil.example}]}
                        """),
                WriteOptions.PLAIN);
        deployer.create(policies, policy("zeta-a", "clusterNames: [bali]"), WriteOptions.PLAIN);
        scene.awaitHub(
                "the refusal shows",
                Scenario.bindingPath("zeta-a", "web-deployment"),
                object -> object.toString().contains("evil.example/zeta/web"));
        assertTrue(scene.in("bali").find(all.named("web")).isEmpty());
        deployer.delete(overrides.named("evil"), null);
        scene.awaitIn("bali", all.named("web"), object -> true);
        assertForbidden(
                () ->
                        deployer.delete(
                                ResourcePath.of(FederationKinds.TENANTS, ObjectKey.cluster("zeta")),
                                null),
                "");
    }

    @Test
    void ownersHelpThemselvesWithinTheirLimits() {
        tenant("eta", "projects: [{name: eta-a}]", "bali");
        ApiClient owner = as("eta-owners");
        merge(owner, tenantPath("eta"), "spec: {projects: [{name: eta-a}, {name: eta-b}]}");
        scene.awaitHub("eta-b", ResourcePath.all(NAMESPACES).named("eta-b"), namespace -> true);
        assertInvalid(
                () -> merge(owner, tenantPath("eta"), "spec: {clusters: {names: [flores]}}"),
                "spec.clusters: Forbidden: only operators change the limits of a tenant");
        assertInvalid(
                () -> merge(owner, tenantPath("eta"), "spec: {projects: [{name: other-b}]}"),
                "spec.projects[0].name: Invalid value: \"other-b\": must begin with \"eta-\"");
        assertForbidden(
                () -> merge(as("eta-deployers"), tenantPath("eta"), "spec: {projects: []}"), "");
        ResourcePath bindings = ResourcePath.all(ROLE_BINDINGS).in("eta-a");
        await(() -> mayList(owner, bindings));
        String binding =
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: more, namespace: eta-a}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                subjects: [%s]
                """;
        assertInvalid(
                () ->
                        owner.create(
                                bindings,
                                yaml(binding.formatted("{kind: User, name: eve}")),
                                WriteOptions.PLAIN),
                "people get their rights here by spec.members of tenant eta");
        owner.create(
                bindings,
                yaml(binding.formatted("{kind: ServiceAccount, name: ci, namespace: eta-a}")),
                WriteOptions.PLAIN);
    }

    @Test
    void nothingOfAnybodysIsDeletedWithATenant() {
        tenant("theta", "projects: [{name: theta-a}, {name: theta-b}]", "bali");
        ResourcePath kept = scene.create(configMap("theta-a", "kept", "colour: blue"));
        scene.hub().delete(tenantPath("theta"), null);
        scene.awaitHub(
                "the tenant says why it stays",
                tenantPath("theta"),
                object ->
                        Conditions.find(object.path("status"), "Ready")
                                .filter(
                                        ready ->
                                                ready.path("message")
                                                        .asString("")
                                                        .contains("theta-a holds 1 ConfigMap"))
                                .isPresent());
        assertTrue(scene.hub().find(kept).isPresent());
        await(() -> scene.hub().find(ResourcePath.all(NAMESPACES).named("theta-b")).isEmpty());
        assertTrue(scene.hub().find(binding("theta-a", "owner")).isEmpty());
        assertForbidden(() -> as("theta-owners").get(tenantPath("theta")), "");
        scene.hub().delete(kept, null);
        await(() -> scene.hub().find(tenantPath("theta")).isEmpty());
        assertTrue(
                scene.hub()
                        .find(ResourcePath.all(NAMESPACES).named("theta-a"))
                        .map(Metadata::of)
                        .filter(one -> !one.isDeleting())
                        .isEmpty());
    }

    @Test
    void aTenantTakesNoNamespaceThatIsSomeoneElses() {
        String namespace = scene.namespace("iota-old");
        assertInvalid(
                () -> create("iota", "projects: []", "bali"),
                "namespaces of this name exist: iota-old");
        merge(
                scene.hub(),
                ResourcePath.all(NAMESPACES).named(namespace),
                "metadata: {labels: {pinisi.io/tenant: iota}}");
        create("iota", "projects: []", "bali");
        assertInvalid(
                () ->
                        merge(
                                scene.hub(),
                                ResourcePath.all(NAMESPACES).named("default"),
                                "metadata: {labels: {pinisi.io/tenant: iota}}"),
                "the namespaces of tenant iota begin with \"iota-\"");
    }

    @Test
    void peopleHaveTheirRolesInMembers() {
        tenant("kappa", "projects: [{name: kappa-a}]", "bali");
        ResourcePath pods = ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("kappa-a");
        scene.awaitIn("bali", binding("kappa-a", "deployer"), object -> true);
        ApiClient viewer = member("kappa-viewers");
        ApiClient deployer = member("kappa-deployers");
        await(() -> mayList(viewer, pods) && mayList(deployer, pods));
        ResourcePath none = pods.named("none");
        await(() -> reason(() -> deployer.delete(none, null)) == Reason.NOT_FOUND);
        assertEquals(Reason.FORBIDDEN, reason(() -> viewer.delete(none, null)));
        assertEquals(
                Reason.FORBIDDEN,
                reason(
                        () ->
                                deployer.create(
                                        ResourcePath.all(CONFIG_MAPS).in("kappa-a"),
                                        configMap("kappa-a", "x", ""),
                                        WriteOptions.PLAIN)));
        assertFalse(mayList(member("strangers"), pods));
    }

    @Test
    void auditorsReadStateAndNeitherSecretsNorLogs() {
        ApiClient hub = as("pinisi:auditors");
        for (ApiClient auditor : List.of(hub, member("pinisi:auditors"))) {
            await(() -> mayList(auditor, ResourcePath.all(DEPLOYMENTS)));
            assertTrue(mayList(auditor, ResourcePath.all(NAMESPACES)));
            assertTrue(mayList(auditor, ResourcePath.all(ROLE_BINDINGS)));
            assertFalse(
                    mayList(auditor, ResourcePath.all(GroupVersionResource.of("v1", "secrets"))));
            ResourcePath pod =
                    ResourcePath.of(
                            GroupVersionResource.of("v1", "pods"), ObjectKey.of("default", "none"));
            assertEquals(Reason.NOT_FOUND, reason(() -> auditor.get(pod)));
            assertEquals(Reason.FORBIDDEN, reason(() -> auditor.get(pod.sub("log"))));
            assertEquals(
                    Reason.FORBIDDEN,
                    reason(() -> auditor.create(pod.sub("exec"), yaml("{}"), WriteOptions.PLAIN)));
            assertEquals(Reason.FORBIDDEN, reason(() -> auditor.delete(pod, null)));
        }
        assertTrue(mayList(hub, ResourcePath.all(FederationKinds.TENANTS)));
        assertTrue(mayList(hub, ResourcePath.all(FederationKinds.BINDINGS)));
    }

    @Test
    void operatorsOfSomeClustersSeeNoOthers() {
        String rbac = "rbac.authorization.k8s.io/v1";
        scene.hub()
                .create(
                        ResourcePath.all(GroupVersionResource.of(rbac, "clusterroles")),
                        yaml(
                                """
                                apiVersion: rbac.authorization.k8s.io/v1
                                kind: ClusterRole
                                metadata: {name: operator-of-flores}
                                rules:
                                - apiGroups: [cluster.karmada.io]
                                  resources: [clusters]
                                  resourceNames: [flores]
                                  verbs: [get, patch, update]
                                """),
                        WriteOptions.PLAIN);
        scene.hub()
                .create(
                        ResourcePath.all(GroupVersionResource.of(rbac, "clusterrolebindings")),
                        yaml(
                                """
                                apiVersion: rbac.authorization.k8s.io/v1
                                kind: ClusterRoleBinding
                                metadata: {name: operators-of-flores}
                                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: operator-of-flores}
                                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: flores-crew}]
                                """),
                        WriteOptions.PLAIN);
        ApiClient crew = as("flores-crew");
        ResourcePath clusters = ResourcePath.all(FederationKinds.CLUSTERS);
        await(() -> mayList(crew, clusters));
        assertEquals(List.of("flores"), names(crew, FederationKinds.CLUSTERS));
        assertForbidden(() -> crew.get(clusters.named("bali")), "");
        FleetView view = scene.federation().fleet().as(crew, UserInfo.of("cora", "flores-crew"));
        assertEquals(List.of("flores"), view.clusters().stream().map(one -> one.name()).toList());
    }

    private static ApiClient member(String group) {
        return scene.federation().clients().api("bali", UserInfo.of("somebody", group));
    }

    private static Reason reason(Executable call) {
        return assertThrows(ApiException.class, call).reason();
    }

    private static ApiClient as(String group) {
        return scene.sea().as(UserInfo.of("somebody", group, UserInfo.AUTHENTICATED));
    }

    private static void create(String name, String spec, String cluster) {
        scene.hub()
                .create(
                        ResourcePath.all(FederationKinds.TENANTS),
                        yaml(
                                """
                                apiVersion: pinisi.io/v1alpha1
                                kind: Tenant
                                metadata: {name: %1$s}
                                spec:
                                  clusters: {names: [%2$s]}
                                  members:
                                  - {role: owner, kind: Group, name: %1$s-owners}
                                  - {role: deployer, kind: Group, name: %1$s-deployers}
                                  - {role: viewer, kind: Group, name: %1$s-viewers}
                                """
                                                .formatted(name, cluster)
                                        + spec.indent(2)),
                        WriteOptions.by("test").strict());
    }

    private static void tenant(String name, String spec, String cluster) {
        create(name, spec, cluster);
        scene.awaitHub(
                name + " is effective",
                tenantPath(name),
                object -> Conditions.isTrue(object.path("status"), "Ready"));
    }

    private static ResourcePath tenantPath(String name) {
        return ResourcePath.of(FederationKinds.TENANTS, ObjectKey.cluster(name));
    }

    private static ResourcePath binding(String namespace, String role) {
        return ResourcePath.of(ROLE_BINDINGS, ObjectKey.of(namespace, "pinisi-tenant-" + role));
    }

    private static ObjectNode from(String image, int replicas) {
        ObjectNode object = deployment("zeta-a", "web", replicas);
        ((ObjectNode) object.at("/spec/template/spec/containers/0")).put("image", image);
        return object;
    }

    private static ObjectNode policy(String namespace, String affinity) {
        return yaml(
                """
                apiVersion: policy.karmada.io/v1alpha1
                kind: PropagationPolicy
                metadata: {name: all, namespace: %s}
                spec:
                  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                  placement: {clusterAffinity: {%s}}
                """
                        .formatted(namespace, affinity));
    }

    private static List<String> names(ApiClient person, GroupVersionResource resource) {
        return List.copyOf(
                new TreeSet<>(
                        person.list(ResourcePath.all(resource), ListOptions.ALL).items().stream()
                                .map(object -> Metadata.of(object).name())
                                .toList()));
    }

    private static List<String> listed(ApiClient person, GroupVersionResource resource) {
        try {
            return person.list(ResourcePath.all(resource), ListOptions.ALL).items().stream()
                    .map(object -> Metadata.key(object).toString())
                    .toList();
        } catch (ApiException e) {
            return List.of("refused");
        }
    }

    private static boolean mayList(ApiClient person, ResourcePath path) {
        try {
            person.list(path, ListOptions.ALL);
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) {
        Await.until("the condition holds", SOON, condition::getAsBoolean, () -> "");
    }

    private static String message(ApiException e) {
        return String.valueOf(e.getMessage());
    }

    private static void assertForbidden(Executable call, String words) {
        ApiException refusal = assertThrows(ApiException.class, call);
        assertEquals(Reason.FORBIDDEN, refusal.reason(), refusal::toString);
        assertTrue(message(refusal).contains(words), refusal::toString);
    }

    private static void assertInvalid(Executable call, String words) {
        ApiException refusal = assertThrows(ApiException.class, call);
        assertEquals(Reason.INVALID, refusal.reason(), refusal::toString);
        assertTrue(message(refusal).contains(words), refusal::toString);
    }
}
