package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
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

    private static void assertForbidden(Executable write) {
        ApiException refusal = assertThrows(ApiException.class, write);
        assertEquals(Reason.FORBIDDEN, refusal.reason(), refusal::toString);
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("spec.placement of the policy"),
                refusal::toString);
    }
}
