package io.pinisi.federation.placement;

import static io.pinisi.federation.placement.Objects.deployment;
import static io.pinisi.federation.placement.Objects.policy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PolicyIndexTest {
    private static final String KIND = "apiVersion: apps/v1, kind: Deployment";
    private static final String ALL = "resourceSelectors: [{" + KIND + "}]";
    private static final String BY_NAME = "resourceSelectors: [{" + KIND + ", name: web}]";
    private static final String BY_LABEL =
            "resourceSelectors: [{" + KIND + ", labelSelector: {matchLabels: {app: web}}}]";

    @Test
    void aPolicyOfTheNamespaceGoesBeforeAClusterPolicy() {
        assertEquals(
                "shop/low",
                selected(
                        null,
                        policy("name: high", ALL + ", priority: 100"),
                        policy("name: low, namespace: shop", ALL)));
    }

    @Test
    void thenTheHigherPriorityWins() {
        assertEquals(
                "shop/b",
                selected(
                        null,
                        policy("name: a, namespace: shop", BY_NAME),
                        policy("name: b, namespace: shop", ALL + ", priority: 1")));
    }

    @Test
    void thenTheMoreExactSelectorWins() {
        Policy all = policy("name: a, namespace: shop", ALL);
        Policy label = policy("name: b, namespace: shop", BY_LABEL);
        Policy name = policy("name: c, namespace: shop", BY_NAME);
        assertEquals("shop/b", selected(null, all, label));
        assertEquals("shop/c", selected(null, all, label, name));
    }

    @Test
    void thenTheLowerName() {
        assertEquals(
                "shop/a",
                selected(
                        null,
                        policy("name: b, namespace: shop", ALL),
                        policy("name: a, namespace: shop", ALL)));
    }

    @Test
    void thePolicyThatPlacedAnObjectKeepsIt() {
        Policy holder = policy("name: old", ALL);
        Policy stronger = policy("name: new, namespace: shop", BY_NAME + ", priority: 9");
        assertEquals("old", selected(ObjectKey.cluster("old"), holder, stronger));
    }

    @Test
    void aHolderGivesWayToAHigherPriorityThatSaysSo() {
        Policy holder = policy("name: old, namespace: shop", ALL);
        String always = BY_NAME + ", preemption: Always";
        ObjectKey held = ObjectKey.of("shop", "old");
        Policy stronger = policy("name: new, namespace: shop", always + ", priority: 9");
        assertEquals("shop/new", selected(held, holder, stronger));
        Policy equal = policy("name: new, namespace: shop", always);
        assertEquals("shop/old", selected(held, holder, equal));
    }

    @Test
    void aNamespacesPolicyMayTakeOverFromTheClusterAndNotTheOtherWayRound() {
        String always = BY_NAME + ", preemption: Always";
        Policy wide = policy("name: wide", always + ", priority: 9");
        Policy own = policy("name: own, namespace: shop", always);
        assertEquals("shop/own", selected(ObjectKey.cluster("wide"), wide, own));
        assertEquals("shop/own", selected(ObjectKey.of("shop", "own"), wide, own));
    }

    @Test
    void aHolderThatSelectsItNoMoreLosesIt() {
        Policy holder = policy("name: old", "resourceSelectors: [{" + KIND + ", name: other}]");
        Policy next = policy("name: new, namespace: shop", ALL);
        assertEquals("shop/new", selected(ObjectKey.cluster("old"), holder, next));
    }

    @Test
    void aPolicyOfAnotherNamespaceDoesNotCount() {
        assertEquals("none", selected(null, policy("name: a, namespace: bank", ALL)));
    }

    @Test
    void aClusterPolicyMaySelectByNamespace() {
        String selector = "resourceSelectors: [{" + KIND + ", namespace: %s}]";
        assertEquals("a", selected(null, policy("name: a", selector.formatted("shop"))));
        assertEquals("none", selected(null, policy("name: a", selector.formatted("bank"))));
    }

    @Test
    void theNameMakesTheLabelSelectorIdle() {
        String both =
                "resourceSelectors: [{"
                        + KIND
                        + ", name: web, labelSelector: {matchLabels: {app: x}}}]";
        assertEquals("shop/a", selected(null, policy("name: a, namespace: shop", both)));
    }

    @Test
    void theOrderOfPoliciesDoesNotMatter() {
        Policy a = policy("name: a, namespace: shop", ALL);
        Policy b = policy("name: b, namespace: shop", BY_LABEL);
        assertEquals(selected(null, a, b), selected(null, b, a));
    }

    private static String selected(@Nullable ObjectKey holder, Policy... policies) {
        return new PolicyIndex(List.of(policies))
                .select(deployment("shop", "web", 1), holder)
                .map(policy -> policy.key().toString())
                .orElse("none");
    }
}
