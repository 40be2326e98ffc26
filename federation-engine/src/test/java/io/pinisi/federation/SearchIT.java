package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** One search over all clusters, in which everybody finds only what is theirs. */
final class SearchIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @BeforeAll
    static void populate() {
        tenant("acme", "bali");
        tenant("rival", "flores");
        for (String tenant : List.of("acme", "rival")) {
            String cluster = tenant.equals("acme") ? "bali" : "flores";
            scene.policy(
                    tenant + "-shop",
                    "placement: {clusterAffinity: {clusterNames: [" + cluster + "]}}",
                    "{apiVersion: apps/v1, kind: Deployment}, {apiVersion: v1, kind: ConfigMap},"
                            + " {apiVersion: v1, kind: Secret}");
            scene.create(deployment(tenant + "-shop", "web", 1));
            scene.create(configMap(tenant + "-shop", "settings", "colour: blue"));
            scene.create(
                    yaml(
                            "{apiVersion: v1, kind: Secret, metadata: {namespace: %s-shop, name: treasure}}"
                                    .formatted(tenant)));
            String namespace = "ns:" + tenant + "-shop";
            Await.until(
                    "all of " + tenant + " is found",
                    SOON,
                    () -> {
                        List<String> found = found(scene.hub(), namespace);
                        return found.containsAll(copies(cluster, tenant))
                                && found.stream().anyMatch(one -> one.contains(cluster + " Pod"));
                    },
                    () -> found(scene.hub(), namespace));
        }
    }

    private static List<String> copies(String cluster, String tenant) {
        return List.of(
                cluster + " Deployment " + tenant + "-shop/web",
                cluster + " ConfigMap " + tenant + "-shop/settings",
                cluster + " Secret " + tenant + "-shop/treasure");
    }

    private static void tenant(String name, String cluster) {
        scene.create(
                yaml(
                        """
                        apiVersion: pinisi.io/v1alpha1
                        kind: Tenant
                        metadata: {name: %1$s}
                        spec:
                          clusters: {names: [%2$s]}
                          projects: [{name: %1$s-shop}]
                          members:
                          - {role: deployer, kind: Group, name: %1$s-crew}
                          - {role: viewer, kind: Group, name: %1$s-guests}
                        """
                                .formatted(name, cluster)));
        scene.awaitHub(
                name + " is effective",
                ResourcePath.of(FederationKinds.TENANTS, ObjectKey.cluster(name)),
                object -> Conditions.isTrue(object.path("status"), "Ready"));
    }

    private static ApiClient as(String group) {
        return scene.sea().as(UserInfo.of("somebody", group, UserInfo.AUTHENTICATED));
    }

    /** As {@code CLUSTER KIND KEY}. */
    private static List<String> found(ApiClient caller, String text) {
        return found(caller, "q=" + text.replace(" ", "%20").replace("=", "%3D"), "limit=500");
    }

    private static List<String> found(ApiClient caller, String... parameters) {
        String path = "/search?" + String.join("&", parameters);
        List<String> found = new ArrayList<>();
        try (Transport.Response response = caller.raw("GET", path)) {
            JsonNode answer = Json.parse(((Transport.Body.Whole) response.body()).bytes());
            for (JsonNode item : answer.path("items")) {
                String cluster = item.path("cluster").asString("");
                String namespace = item.path("namespace").asString("");
                found.add(
                        (cluster.isEmpty() ? "hub" : cluster)
                                + " "
                                + item.path("kind").asString("")
                                + " "
                                + (namespace.isEmpty() ? "" : namespace + "/")
                                + item.path("name").asString(""));
            }
        }
        return found;
    }

    @Test
    void anOperatorFindsWhatIsAnywhere() {
        List<String> settings = found(scene.hub(), "settings");
        assertTrue(settings.contains("hub ConfigMap acme-shop/settings"), settings.toString());
        assertTrue(settings.contains("bali ConfigMap acme-shop/settings"), settings.toString());
        assertTrue(settings.contains("flores ConfigMap rival-shop/settings"), settings.toString());
        assertEquals(
                List.of("bali ConfigMap acme-shop/settings"),
                found(scene.hub(), "kind:configmap settings cluster:bali ns:acme-shop"));
        assertEquals(
                List.of("flores Deployment rival-shop/web"),
                found(scene.hub(), "q=", "kind=deployments", "cluster=flores"));
        assertTrue(
                found(scene.hub(), "q=", "labelSelector=app%3Dweb", "kind=pod", "cluster=bali")
                        .getFirst()
                        .startsWith("bali Pod acme-shop/web-"));
        assertEquals(1, found(scene.hub(), "q=web", "limit=1").size());
    }

    @Test
    void peopleOfATenantFindWhatIsTheirsAndNothingElse() {
        for (String text : List.of("", "web", "rival", "rival-shop", "ns:rival-shop", "flores")) {
            List<String> found = found(as("acme-crew"), text);
            assertTrue(found.stream().noneMatch(one -> one.contains("rival")), text + ": " + found);
            assertTrue(
                    found.stream().noneMatch(one -> one.startsWith("flores")), text + ": " + found);
        }
        assertEquals(List.of(), found(as("acme-crew"), "cluster:flores"));
        assertEquals(List.of(), found(as("acme-crew"), "q=", "namespace=rival-shop"));
        assertEquals(
                List.of("hub ConfigMap acme-shop/settings", "bali ConfigMap acme-shop/settings"),
                found(as("acme-crew"), "settings"));
    }

    @Test
    void whoMayNotListAKindFindsNoneOfIt() {
        assertTrue(
                found(as("acme-crew"), "treasure").contains("hub Secret acme-shop/treasure"),
                "deployers list secrets of theirs on the hub");
        assertEquals(List.of(), found(as("acme-guests"), "treasure"));
        assertEquals(List.of(), found(as("acme-guests"), "kind:node"));
        assertEquals(List.of(), found(as("strangers"), ""));
    }

    @Test
    void whoIsNotSignedInDoesNotLook() {
        ApiClient nobody =
                scene.sea().as(UserInfo.of("system:anonymous", UserInfo.UNAUTHENTICATED));
        assertEquals(
                Reason.FORBIDDEN,
                assertThrows(ApiException.class, () -> nobody.raw("GET", "/search?q=web"))
                        .reason());
    }
}
