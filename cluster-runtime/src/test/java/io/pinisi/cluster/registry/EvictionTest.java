package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A drain asks for each pod; a disruption budget answers. */
class EvictionTest {
    private static final ObjectKey WEB = ObjectKey.of("shop", "web");
    private static final String BUDGETS = "poddisruptionbudgets";

    private final RegistryFixture registry = new RegistryFixture();

    @BeforeEach
    void account() {
        registry.create("v1", "serviceaccounts", "shop", "metadata: {name: default}");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private void pod(String name, String status) {
        registry.create(
                "v1",
                "pods",
                "shop",
                "{metadata: {name: %s, labels: {app: web}}, spec: {nodeName: n, containers: [{name: a, image: i}]}}"
                        .formatted(name));
        setStatus("v1", "pods", ObjectKey.of("shop", name), status);
    }

    private void setStatus(String apiVersion, String resource, ObjectKey key, String status) {
        ObjectNode object = registry.get(apiVersion, resource, key);
        object.set("status", yaml(status));
        registry.endpoint(apiVersion, resource, "status").update(registry.call(), key, object);
    }

    private void budget(String spec, String status) {
        registry.create(
                "policy/v1",
                BUDGETS,
                "shop",
                "metadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}" + spec + "}");
        setStatus("policy/v1", BUDGETS, WEB, status);
    }

    private void evict(String pod) {
        registry.endpoint("v1", "pods", "eviction")
                .create(
                        registry.call(),
                        "shop",
                        pod,
                        yaml(
                                "{apiVersion: policy/v1, kind: Eviction, metadata: {name: "
                                        + pod
                                        + "}}"));
    }

    private boolean isLeaving(String pod) {
        return Metadata.of(registry.get("v1", "pods", ObjectKey.of("shop", pod))).isDeleting();
    }

    @Test
    void takesFromTheBudgetUntilNothingIsLeft() {
        String ready = "{phase: Running, conditions: [{type: Ready, status: 'True'}]}";
        pod("one", ready);
        pod("two", ready);
        budget(
                ", minAvailable: 1",
                "{observedGeneration: 1, disruptionsAllowed: 1, desiredHealthy: 1, currentHealthy:"
                        + " 2}");
        evict("one");
        assertTrue(isLeaving("one"));
        ObjectNode pod = registry.get("v1", "pods", ObjectKey.of("shop", "one"));
        assertTrue(
                pod.path("status").path("conditions").toString().contains("EvictionByEvictionAPI"));
        ObjectNode budget = registry.get("policy/v1", BUDGETS, WEB);
        assertEquals(0, budget.path("status").path("disruptionsAllowed").asInt(-1));
        assertTrue(budget.path("status").path("disruptedPods").has("one"));
        setStatus(
                "policy/v1",
                BUDGETS,
                WEB,
                "{observedGeneration: 1, disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy:"
                        + " 1}");
        ApiException e = assertThrows(ApiException.class, () -> evict("two"));
        assertEquals(Reason.TOO_MANY_REQUESTS, e.reason());
        assertEquals(
                "Cannot evict pod as it would violate the pod's disruption budget.",
                e.getMessage());
        assertEquals(
                "The disruption budget web needs 1 healthy pods and has 1 currently",
                Objects.requireNonNull(e.details()).causes().getFirst().body());
        assertFalse(isLeaving("two"));
    }

    @Test
    void waitsForABudgetThatNobodyHasSeen() {
        pod("one", "{phase: Running, conditions: [{type: Ready, status: 'True'}]}");
        budget("", "{disruptionsAllowed: 1}");
        ApiException e = assertThrows(ApiException.class, () -> evict("one"));
        assertEquals(10, Objects.requireNonNull(e.details()).retryAfterSeconds());
    }

    @Test
    void whatServesNobodyMayGo() {
        budget("", "{observedGeneration: 1, disruptionsAllowed: 0, desiredHealthy: 1}");
        pod("idle", "{phase: Pending}");
        evict("idle");
        assertTrue(isLeaving("idle"));
        pod("sick", "{phase: Running}");
        assertEquals(
                Reason.TOO_MANY_REQUESTS,
                assertThrows(ApiException.class, () -> evict("sick")).reason());
        ObjectNode budget = registry.get("policy/v1", BUDGETS, WEB);
        budget.withObject("spec").put("unhealthyPodEvictionPolicy", "AlwaysAllow");
        registry.update("policy/v1", BUDGETS, WEB, budget);
        evict("sick");
        assertTrue(isLeaving("sick"));
    }

    @Test
    void twoBudgetsOnOnePodAreRefused() {
        pod("one", "{phase: Running}");
        budget("", "{observedGeneration: 1, disruptionsAllowed: 1}");
        registry.create(
                "policy/v1",
                BUDGETS,
                "shop",
                "metadata: {name: other}\nspec: {selector: {matchLabels: {app: web}}}");
        assertEquals(
                Reason.INTERNAL_ERROR,
                assertThrows(ApiException.class, () -> evict("one")).reason());
    }
}
