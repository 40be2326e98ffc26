package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.DEPLOYMENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.testing.Await;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.HistoryDatabase;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.Strait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What members were, asked of the hub. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MemberHistoryIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final History HISTORY =
            HistoryDatabase.open(
                    DatabaseOptions.memory("members-" + UUID.randomUUID()), HistoryLimits.STANDARD);

    @RegisterExtension static final Scenario scene = Scenario.remembering(HISTORY, "bali", "java");

    /** Before the scene begins: it is dialled through the strait. */
    private static final Strait STRAIT = scene.sea().strait("bali");

    private static final String EVERYWHERE =
            "placement: {clusterAffinity: {clusterNames: [bali, java]}}";

    @AfterAll
    static void close() {
        HISTORY.close();
    }

    private static ObjectNode ask(ApiClient client, String path) {
        try (Transport.Response response = client.raw("GET", path)) {
            if (response.body() instanceof Transport.Body.Whole whole) {
                return Json.parse(whole.bytes());
            }
            throw new AssertionError("the past is no stream");
        }
    }

    private static List<JsonNode> items(String path, Predicate<JsonNode> wanted) {
        List<JsonNode> items = new ArrayList<>();
        ask(scene.hub(), path)
                .path("items")
                .forEach(
                        item -> {
                            if (wanted.test(item)) {
                                items.add(item);
                            }
                        });
        return items;
    }

    private static Predicate<JsonNode> in(String source) {
        return item -> item.path("source").asString("").equals(source);
    }

    private static void await(String what, Supplier<Boolean> condition) {
        Await.until(what, SOON, condition, () -> "see the history");
    }

    private static ResourcePath deployed(String namespace) {
        ResourcePath path = scene.create(Scenario.deployment(namespace, "web", 2));
        scene.policy(namespace, EVERYWHERE);
        scene.awaitRolledOut(path, 4);
        return path;
    }

    @Test
    @Order(1)
    void objectsAndPodsOfMembersHaveAPast() {
        String space = scene.namespace("past");
        ResourcePath web = deployed(space);
        String path = "/history/objects?source=*&namespace=past&resource=";
        Predicate<JsonNode> ready =
                item -> item.path("object").path("status").path("readyReplicas").asInt(0) == 2;
        await(
                "both copies are remembered",
                () ->
                        items(path + "deployments.apps", in("bali").or(in("java")).and(ready))
                                        .size()
                                == 2);
        await("the pods too", () -> items(path + "pods", item -> true).size() == 4);
        JsonNode copy = items(path + "deployments.apps", in("bali")).getFirst();
        assertFalse(copy.has("unknownSince"), copy.toString());
        assertFalse(copy.path("object").path("metadata").has("managedFields"));
        assertEquals(
                List.of(),
                items(
                        "/history/objects?source=bali&namespace=kube-system&resource=pods",
                        i -> true));

        Instant before = Instant.parse(copy.path("validFrom").asString());
        scene.hub().delete(web, null);
        await(
                "they are gone",
                () -> items(path + "deployments.apps", in("bali").or(in("java"))).isEmpty());
        assertEquals(
                2,
                items(
                                path + "deployments.apps&at=" + before.plusMillis(1),
                                in("bali").or(in("hub")))
                        .size());
        String life =
                "/history/timeline?source=bali&resource=deployments.apps&namespace=past&name=web";
        assertFalse(items(life, i -> true).getFirst().path("exists").asBoolean(true));
    }

    @Test
    @Order(2)
    void whoMayNotGetTheClusterIsToldNothingOfIt() {
        ApiClient stranger = scene.sea().as(UserInfo.of("stranger", UserInfo.AUTHENTICATED));
        assertTrue(ask(stranger, "/history/objects?source=bali").path("items").isEmpty());
        assertEquals(1, ask(stranger, "/history").path("sources").size());
        ObjectNode where =
                ask(stranger, "/history/whereabouts?from=" + Instant.EPOCH.plusSeconds(1));
        assertTrue(where.path("items").isEmpty(), where.toString());
        assertTrue(where.path("gaps").isEmpty(), where.toString());
    }

    @Test
    @Order(3)
    void whereWhatWasIsToldByRegion() {
        String space = scene.namespace("where");
        Instant before = Instant.now();
        region("bali", "EU");
        region("java", "US");
        deployed(space);
        String path = "/history/whereabouts?namespace=where&from=" + before;
        await(
                "all that is in either region",
                () ->
                        items(path, item -> item.path("resource").asString("").equals("pods"))
                                        .stream()
                                        .map(item -> item.path("region").asString(""))
                                        .filter(region -> !region.isEmpty())
                                        .distinct()
                                        .count()
                                == 2);
        List<JsonNode> outside =
                items(
                        path + "&outside=EU",
                        item -> item.path("cluster").asString("").equals("java"));
        assertFalse(outside.isEmpty());
        assertTrue(
                items(path + "&outside=EU", item -> item.path("region").asString("").equals("EU"))
                        .isEmpty());
    }

    private static void region(String cluster, String region) {
        ObjectNode patch = Json.object();
        patch.putObject("spec").put("region", region);
        scene.hub().patch(Scenario.cluster(cluster), PatchType.MERGE, patch, WriteOptions.PLAIN);
    }

    @Test
    @Order(4)
    void aMemberThatIsAwayIsUnknownAndNotGone() {
        String space = scene.namespace("storm");
        deployed(space);
        String path = "/history/objects?source=bali&namespace=storm&resource=deployments.apps";
        await("the copy is remembered", () -> items(path, i -> true).size() == 1);
        STRAIT.storm();
        try {
            await(
                    "nothing is known any more",
                    () -> items(path, item -> item.has("unknownSince")).size() == 1);
            assertFalse(
                    items(path.replace("bali", "java"), item -> item.has("unknownSince")).size()
                            > 0);
        } finally {
            STRAIT.calm();
        }
        await(
                "it is known again",
                () -> items(path, item -> !item.has("unknownSince")).size() == 1);
        Instant begin = Instant.EPOCH.plusSeconds(1);
        boolean told = false;
        for (JsonNode gap : ask(scene.hub(), "/history/whereabouts?from=" + begin).path("gaps")) {
            told |=
                    gap.path("cluster").asString("").equals("bali")
                            && gap.path("resource").asString("").equals("deployments.apps")
                            && gap.path("reason").asString("").equals("Unreachable");
        }
        assertTrue(told, "the gap is remembered");
    }

    @Test
    @Order(5)
    void whatWentWhileTheEngineWasAwayIsFoundGone() throws InterruptedException {
        String space = scene.namespace("night");
        deployed(space);
        String path = "/history/objects?source=java&namespace=night&resource=";
        await("the copy is remembered", () -> items(path + "pods", i -> true).size() == 2);
        scene.sea().stopEngine();
        scene.in("java").delete(ResourcePath.all(DEPLOYMENTS).in(space).named("web"), null);
        ResourcePath pods =
                ResourcePath.all(
                                io.pinisi.cluster.machinery.meta.GroupVersionResource.of(
                                        "v1", "pods"))
                        .in(space);
        List<String> old =
                items(path + "pods", i -> true).stream()
                        .map(item -> item.path("name").asString(""))
                        .toList();
        await(
                "the pods end",
                () ->
                        old.stream()
                                .allMatch(
                                        name -> scene.in("java").find(pods.named(name)).isEmpty()));
        scene.sea().federate();
        await(
                "the old pods are found gone",
                () ->
                        items(path + "pods", item -> old.contains(item.path("name").asString("")))
                                .isEmpty());
    }
}
