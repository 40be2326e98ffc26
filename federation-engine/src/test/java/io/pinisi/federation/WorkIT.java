package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ObjectPage;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.Watch;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What clusters are to have, read by those who know Karmada's Works. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class WorkIT {
    private static final GroupVersionResource WORKS =
            GroupVersionResource.of("work.karmada.io/v1alpha1", "works");
    private static final ResourcePath BALI = ResourcePath.all(WORKS).in("karmada-es-bali");
    private static final Duration SOON = Duration.ofMinutes(2);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    private static JsonNode manifest(ObjectNode work) {
        return work.at("/spec/workload/manifests/0");
    }

    private static Predicate<ObjectNode> of(String kind, String namespace, String name) {
        return work ->
                manifest(work).path("kind").asString("").equals(kind)
                        && manifest(work).at("/metadata/namespace").asString("").equals(namespace)
                        && manifest(work).at("/metadata/name").asString("").equals(name);
    }

    private static Optional<ObjectNode> find(ResourcePath where, Predicate<ObjectNode> wanted) {
        return scene.hub().list(where, ListOptions.ALL).items().stream().filter(wanted).findFirst();
    }

    private static ObjectNode await(ResourcePath where, Predicate<ObjectNode> wanted) {
        Await.until(
                "a work of " + where.path(),
                SOON,
                () -> find(where, wanted).isPresent(),
                () -> scene.hub().list(where, ListOptions.ALL).items());
        return find(where, wanted).orElseThrow();
    }

    private static boolean isApplied(ObjectNode work) {
        return Conditions.isTrue(work.path("status"), "Applied");
    }

    @Test
    void eachClusterHasAWorkForEachObjectWithItsShareAndItsStatus() {
        String home = scene.namespace("wk-share");
        scene.policy(
                home,
                """
                placement:
                  replicaScheduling:
                    replicaSchedulingType: Divided
                    replicaDivisionPreference: Weighted
                    weightPreference:
                      staticWeightList:
                      - {targetCluster: {clusterNames: [bali]}, weight: 2}
                      - {targetCluster: {clusterNames: [flores]}, weight: 1}
                """);
        scene.create(deployment(home, "web", 3));

        Predicate<ObjectNode> web = of("Deployment", home, "web");
        ObjectNode work =
                await(
                        BALI,
                        web.and(WorkIT::isApplied)
                                .and(
                                        one ->
                                                one.at("/status/manifestStatuses/0/health")
                                                        .asString("")
                                                        .equals("Healthy")));

        assertEquals(2, manifest(work).at("/spec/replicas").asInt());
        assertEquals(
                2,
                work.at("/status/manifestStatuses/0/status/availableReplicas").asInt(),
                "status");
        assertEquals(
                "deployments",
                work.at("/status/manifestStatuses/0/identifier/resource").asString(""));
        assertEquals(
                "web-deployment", Metadata.of(work).annotation("resourcebinding.karmada.io/name"));
        ObjectNode again = scene.hub().get(BALI.named(Metadata.of(work).name()));
        assertEquals(Metadata.uid(work), Metadata.uid(again));
        assertEquals(
                1,
                manifest(await(ResourcePath.all(WORKS).in("karmada-es-flores"), web))
                        .at("/spec/replicas")
                        .asInt());
    }

    @Test
    void aWatchGoesOnWhereAListEnded() throws InterruptedException {
        String home = scene.namespace("wk-watch");
        scene.policy(home, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ObjectPage before = scene.hub().list(BALI, ListOptions.ALL);
        ResourcePath map = scene.create(configMap(home, "flag", "colour: red"));
        Predicate<ObjectNode> flag = of("ConfigMap", home, "flag");
        await(BALI, flag.and(WorkIT::isApplied));

        try (Watch watch =
                scene.hub().watch(BALI, ListOptions.ALL.from(before.resourceVersion()))) {
            Watch.Event first = next(watch, flag);
            assertEquals(Watch.Type.ADDED, first.type());
            merge(scene.hub(), map, "data: {colour: blue}");
            Watch.Event changed =
                    next(
                            watch,
                            flag.and(
                                    one ->
                                            manifest(one)
                                                    .at("/data/colour")
                                                    .asString("")
                                                    .equals("blue")));
            assertEquals(Watch.Type.MODIFIED, changed.type());
            scene.hub().delete(map, null);
            String name = Metadata.of(first.object()).name();
            Watch.Event gone =
                    next(watch, one -> Metadata.of(one).name().equals(name), Watch.Type.DELETED);
            assertEquals(Metadata.uid(first.object()), Metadata.uid(gone.object()));
        }
        assertTrue(find(BALI, flag).isEmpty());
    }

    private static Watch.Event next(Watch watch, Predicate<ObjectNode> wanted)
            throws InterruptedException {
        for (Watch.Event event = watch.next(); event != null; event = watch.next()) {
            if (event.type() != Watch.Type.BOOKMARK && wanted.test(event.object())) {
                return event;
            }
        }
        throw new AssertionError("the watch ended");
    }

    private static Watch.Event next(Watch watch, Predicate<ObjectNode> wanted, Watch.Type type)
            throws InterruptedException {
        Watch.Event event = next(watch, wanted);
        while (event.type() != type) {
            event = next(watch, wanted);
        }
        return event;
    }

    @Test
    void aWatchFromARevisionThatIsNotKnownHasToListAgain() {
        scene.hub().list(BALI, ListOptions.ALL);
        ApiException old =
                assertThrows(
                        ApiException.class,
                        () -> scene.hub().watch(BALI, ListOptions.ALL.from("7")));

        assertTrue(old.is(Reason.EXPIRED), old::getMessage);
    }

    @Test
    void listsComeInPages() {
        String home = scene.namespace("wk-pages");
        scene.policy(home, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        for (String name : List.of("one", "two", "three")) {
            scene.create(configMap(home, name, "colour: red"));
            await(BALI, of("ConfigMap", home, name));
        }
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            ObjectPage page = scene.hub().list(BALI, ListOptions.ALL.page(2, token));
            page.items().forEach(work -> names.add(Metadata.of(work).name()));
            token = page.continueToken();
        } while (!token.isEmpty());

        assertEquals(names.stream().distinct().sorted().toList(), names);
        assertTrue(names.size() >= 3, names::toString);
    }

    @Test
    void nobodyWritesThemAndSecretsStaySecret() {
        String home = scene.namespace("wk-secret");
        scene.policy(
                home,
                "placement: {clusterAffinity: {clusterNames: [bali]}}",
                "{apiVersion: v1, kind: Secret}");
        scene.create(
                yaml(
                        "{apiVersion: v1, kind: Secret, metadata: {namespace: %s, name: key},"
                                        .formatted(home)
                                + " stringData: {word: sesame}}"));
        ObjectNode work = await(BALI, of("Secret", home, "key").and(WorkIT::isApplied));

        assertFalse(work.toString().contains("c2VzYW1l"), work::toString);
        assertFalse(work.toString().contains("sesame"), work::toString);
        ResourcePath path = BALI.named(Metadata.of(work).name());
        for (ApiException refused :
                List.of(
                        assertThrows(ApiException.class, () -> scene.hub().delete(path, null)),
                        assertThrows(
                                ApiException.class,
                                () -> merge(scene.hub(), path, "spec: {suspendDispatching: true}")),
                        assertThrows(
                                ApiException.class,
                                () ->
                                        scene.hub()
                                                .create(
                                                        BALI,
                                                        yaml(
                                                                "{apiVersion:"
                                                                    + " work.karmada.io/v1alpha1,"
                                                                    + " kind: Work, metadata:"
                                                                    + " {name: mine}, spec: {}}"),
                                                        WriteOptions.PLAIN)))) {
            assertTrue(refused.is(Reason.FORBIDDEN), refused::getMessage);
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("only the federation engine"),
                    refused::getMessage);
        }
    }

    @Test
    void auditorsReadThemAndPeopleOfTenantsDoNot() {
        ApiClient auditor = scene.sea().as(UserInfo.of("aude", "pinisi:auditors"));
        ApiClient stranger = scene.sea().as(UserInfo.of("carl", "guests"));

        Await.until(
                "auditors have their role",
                SOON,
                () -> mayList(auditor),
                () -> "a role is the sum of others, which takes a moment");
        ApiException refused =
                assertThrows(ApiException.class, () -> stranger.list(BALI, ListOptions.ALL));
        assertTrue(refused.is(Reason.FORBIDDEN), refused::getMessage);
    }

    private static boolean mayList(ApiClient person) {
        try {
            return !person.list(BALI, ListOptions.ALL).resourceVersion().isEmpty();
        } catch (ApiException e) {
            assertTrue(e.is(Reason.FORBIDDEN), e::getMessage);
            return false;
        }
    }

    @Test
    void theyAreDiscoveredAsReadOnly() {
        ObjectNode resources = document("/apis/work.karmada.io/v1alpha1");
        JsonNode works = resources.path("resources").path(0);

        assertEquals("works", works.path("name").asString(""));
        assertEquals("[\"get\",\"list\",\"watch\"]", works.path("verbs").toString());
        assertEquals("[\"wk\"]", works.path("shortNames").toString());
    }

    private static ObjectNode document(String path) {
        try (Transport.Response response = scene.hub().raw("GET", path)) {
            assertInstanceOf(Transport.Body.Whole.class, response.body());
            return Json.parse(((Transport.Body.Whole) response.body()).bytes());
        }
    }
}
