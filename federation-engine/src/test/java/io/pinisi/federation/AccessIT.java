package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.node.ObjectNode;

/** What only the engine may do, and that it may do no more than its role says. */
final class AccessIT {
    @RegisterExtension static final Scenario scene = Scenario.of("bali");

    @Test
    void decisionsAreWrittenByTheEngineAlone() {
        String namespace = scene.namespace("views");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        ResourcePath binding = bindingPath(namespace, "settings-configmap");
        ObjectNode seen = scene.hub().get(binding);
        assertForbidden(() -> merge(scene.hub(), binding, "spec: {clusters: []}"));
        assertForbidden(() -> merge(scene.hub(), binding, "metadata: {finalizers: []}"));
        assertForbidden(() -> merge(scene.hub(), binding.sub("status"), "status: {}"));
        assertForbidden(() -> scene.hub().delete(binding, null));
        assertForbidden(
                () ->
                        scene.hub()
                                .create(
                                        ResourcePath.all(FederationKinds.CLUSTER_BINDINGS),
                                        yaml(
                                                "{apiVersion: work.karmada.io/v1alpha2, kind:"
                                                    + " ClusterResourceBinding, metadata: {name:"
                                                    + " x}, spec: {resource: {apiVersion: v1, kind:"
                                                    + " Node, name: x}}}"),
                                        WriteOptions.PLAIN));
        assertEquals(seen.path("spec"), scene.hub().get(binding).path("spec"));
    }

    @Test
    void theEngineMayNotDoWhatItNeedNot() {
        String namespace = scene.namespace("narrow");
        ApiClient engine = scene.sea().asEngine();
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        assertThrows(ApiException.class, () -> merge(engine, settings, "data: {colour: red}"));
        assertThrows(ApiException.class, () -> engine.delete(settings, null));
        ResourcePath secret =
                ResourcePath.of(
                        GroupVersionResource.of("v1", "secrets"), ObjectKey.of(namespace, "x"));
        assertThrows(ApiException.class, () -> engine.delete(secret, null));
    }

    @Test
    void peopleActInMembersAsThemselves() {
        String namespace = scene.namespace("people");
        scene.policy(
                namespace,
                "placement: {clusterAffinity: {clusterNames: [bali]}}",
                "{apiVersion: v1, kind: ConfigMap}, {apiVersion: rbac.authorization.k8s.io/v1,"
                        + " kind: RoleBinding}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        ResourcePath binding =
                scene.create(
                        yaml(
                                """
                                apiVersion: rbac.authorization.k8s.io/v1
                                kind: RoleBinding
                                metadata: {namespace: %s, name: viewers}
                                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                                subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: crew}]
                                """
                                        .formatted(namespace)));
        scene.awaitIn("bali", settings, object -> true);
        scene.awaitIn("bali", binding, object -> true);
        ApiClient sailor = scene.federation().clients().api("bali", UserInfo.of("sailor", "crew"));
        Await.until(
                "the sailor may read",
                Duration.ofSeconds(60),
                () -> mayRead(sailor, settings),
                () -> settings);
        assertThrows(ApiException.class, () -> merge(sailor, settings, "data: {colour: red}"));
    }

    private static boolean mayRead(ApiClient client, ResourcePath path) {
        try {
            return client.find(path).isPresent();
        } catch (ApiException e) {
            return false;
        }
    }

    private static void assertForbidden(Executable write) {
        ApiException refusal = assertThrows(ApiException.class, write);
        assertEquals(Reason.FORBIDDEN, refusal.reason(), refusal::toString);
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("spec.placement of the policy"),
                refusal::toString);
    }
}
