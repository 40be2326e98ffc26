package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.image;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes that reach the clusters one after the other. */
final class RolloutIT {
    private static final String EVERYWHERE =
            "placement: {replicaScheduling: {replicaSchedulingType: Duplicated}}\n";
    private static final String CANARY_FIRST =
            """
            stages:
            - {name: canary, clusters: {clusterNames: [bali]}, soakSeconds: 3600}
            - {name: rest, maxConcurrency: 100%}
            """;
    private static final String GATED =
            "stages: [{name: all, maxConcurrency: 3, approvalSeconds: 600, approvals: [Before]}]\n";
    private static final String OPEN = "spec: {approved: {run: 2, gates: [all/before]}}";
    private static final String FORGED =
            """
            spec:
              approvals:
              - {run: 3, gate: all/before, user: ann, expiresAt: '2099-01-01T00:00:00Z'}
            """;
    private static final UserInfo RIKA = UserInfo.of("rika", UserInfo.MASTERS);
    private static final UserInfo OLGA = UserInfo.of("olga", UserInfo.MASTERS);
    private static final UserInfo ANN = UserInfo.of("ann", UserInfo.MASTERS);
    private static final ResourcePath REVISIONS =
            ResourcePath.all(GroupVersionResource.of("apps/v1", "controllerrevisions"));

    @RegisterExtension static final Scenario SEA = Scenario.of("bali", "flores", "sumba");

    @Test
    void waitingClustersKeepWhatTheyHaveThroughDriftAndARestart() throws InterruptedException {
        String home = SEA.namespace("staged");
        ResourcePath strategy = strategy(home, CANARY_FIRST);
        ResourcePath web = placed(home);
        merge(SEA.hub(), web, template("demo:2"));
        awaitPhase(home, "Soaking", status -> state(status, "bali").equals("Soaking"));
        assertEquals("demo:2", image(SEA.in("bali").get(web)));
        assertEquals("demo:1", image(SEA.in("flores").get(web)));

        merge(SEA.in("flores"), web, template("evil:1"));
        SEA.awaitIn("flores", web, object -> image(object).equals("demo:1"));

        SEA.sea().stopEngine();
        merge(SEA.in("sumba"), web, template("evil:2"));
        SEA.sea().federate();
        SEA.awaitIn("sumba", web, object -> image(object).equals("demo:1"));
        assertEquals("demo:1", image(SEA.in("flores").get(web)));
        assertEquals("demo:2", image(SEA.in("bali").get(web)));

        merge(SEA.hub(), strategy, "spec: {stages: [{name: canary}]}");
        awaitPhase(home, "Completed", status -> phase(status).equals("Completed"));
        SEA.awaitIn("sumba", web, object -> image(object).equals("demo:2"));
        assertEquals("demo:2", image(SEA.in("flores").get(web)));
        SEA.awaitRolledOut(web, 3);
    }

    @Test
    void whatDoesNotGetWellStopsAndMayBeTakenBack() {
        String home = SEA.namespace("failing");
        strategy(home, CANARY_FIRST + "progressDeadlineSeconds: 1\n");
        ResourcePath web = placed(home);
        SEA.sea().member("bali").pauseControllers(); // nothing gets on there
        merge(SEA.hub(), web, template("demo:2"));
        awaitPhase(home, "Failed", status -> phase(status).equals("Failed"));
        SEA.awaitIn("bali", web, one -> image(one).equals("demo:2"));
        assertEquals("demo:1", image(SEA.in("flores").get(web)));
        int run = rollout(home).path("status").path("run").asInt();

        merge(SEA.hub(), path(home), "spec: {rollbackRun: " + run + "}");
        SEA.awaitIn("bali", web, one -> image(one).equals("demo:1"));
        SEA.sea().member("bali").startControllers();
        awaitPhase(home, "RolledBack", status -> phase(status).equals("RolledBack"));
        assertEquals("demo:2", image(SEA.hub().get(web)), "the hub still says so");
    }

    @Test
    void aPauseHoldsEveryClusterUntilItIsTakenBack() {
        String home = SEA.namespace("paused");
        strategy(home, "stages: [{name: all}]\n");
        ResourcePath web = placed(home);
        merge(SEA.hub(), path(home), "spec: {paused: true}");
        merge(SEA.hub(), web, template("demo:2"));
        awaitPhase(home, "Paused", status -> phase(status).equals("Paused"));
        assertEquals("demo:1", image(SEA.in("bali").get(web)));
        merge(SEA.hub(), path(home), "spec: {paused: false}");
        SEA.awaitIn("sumba", web, object -> image(object).equals("demo:2"));
    }

    @Test
    void aStageWaitsForApproval() {
        String home = SEA.namespace("approved");
        strategy(home, GATED);
        ResourcePath web = placed(home);
        ApiClient rika = SEA.sea().as(RIKA);
        ApiClient olga = SEA.sea().as(OLGA);
        merge(rika, web, template("demo:2"));
        awaitGate(home, 2, "rika");
        assertEquals("demo:1", image(SEA.in("bali").get(web)));
        refused(rika, home, OPEN, "nobody opens a gate for his own change");
        merge(olga, web, "metadata: {labels: {tier: front}}");
        awaitGate(home, 3, "olga, rika");
        refused(SEA.sea().as(ANN), home, OPEN, "it is at run 3, not at run 2");
        String open = OPEN.replace("2", "3");
        refused(rika, home, open, "nobody opens a gate for his own change");
        refused(olga, home, open, "nobody opens a gate for his own change");
        merge(rika, path(home), FORGED);
        assertTrue(rollout(home).path("spec").path("approvals").isMissingNode());
        merge(SEA.sea().as(ANN), path(home), open);
        SEA.awaitIn("bali", web, object -> image(object).equals("demo:2"));
        awaitPhase(home, "Completed", status -> phase(status).equals("Completed"));
        JsonNode approval = rollout(home).path("spec").path("approvals").path(0);
        assertEquals("ann", approval.path("user").asString(""));
        assertEquals(
                Duration.ofMinutes(10),
                Duration.between(time(approval.path("at")), time(approval.path("expiresAt"))));

        merge(olga, web, template("demo:3"));
        awaitGate(home, 4, "olga");
        merge(rika, path(home), "spec: {approved: {run: 4, gates: [all/before]}}");
        SEA.awaitIn("sumba", web, object -> image(object).equals("demo:3"));
    }

    @Test
    void aGateIsOpenedByItsApproversAndNotGotRound() {
        String home = SEA.namespace("gated");
        strategy(home, GATED.replace("]}]", "], approvers: [{kind: Group, name: judges}]}]"));
        ResourcePath web = placed(home);
        merge(SEA.sea().as(RIKA), web, template("demo:2"));
        awaitGate(home, 2, "rika");
        refused(SEA.sea().as(ANN), home, OPEN, "you are no approver of stage \"all\"");
        refused(
                SEA.sea().as(UserInfo.of("system:serviceaccount:shop:ci", UserInfo.MASTERS)),
                home,
                OPEN,
                "people open gates, as themselves");
        ApiException deleted =
                assertThrows(ApiException.class, () -> SEA.sea().as(RIKA).delete(path(home), null));
        assertTrue(deleted.is(Reason.FORBIDDEN), deleted::toString);
        merge(SEA.sea().as(RIKA), web, "metadata: {annotations: {pinisi.io/changed-by: '[]'}}");
        assertTrue(SEA.hub().get(web).toString().contains("[\\\"rika\\\"]"));
        UserInfo judge = UserInfo.of("jana", UserInfo.MASTERS, "judges");
        merge(SEA.sea().as(judge), path(home), "spec: {skip: {run: 2, clusters: [sumba]}}");
        refused(SEA.sea().as(judge), home, OPEN, "you have left clusters out of this run");
        merge(SEA.sea().as(UserInfo.of("joko", UserInfo.MASTERS, "judges")), path(home), OPEN);
        SEA.awaitIn("bali", web, object -> image(object).equals("demo:2"));
    }

    private static void refused(ApiClient person, String home, String patch, String why) {
        ApiException refused =
                assertThrows(ApiException.class, () -> merge(person, path(home), patch));
        assertTrue(refused.is(Reason.FORBIDDEN), refused::toString);
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::toString);
    }

    private static void awaitGate(String home, int run, String authors) {
        awaitPhase(
                home,
                "asks in run " + run,
                status ->
                        status.path("run").asInt() == run
                                && status.path("awaitedGate").asString("").equals("all/before"));
        List<String> names = new ArrayList<>();
        rollout(home).at("/status/changedBy").forEach(name -> names.add(name.asString("")));
        assertEquals(authors, String.join(", ", names));
    }

    private static Instant time(JsonNode text) {
        return Instant.parse(text.asString(""));
    }

    @Test
    void nobodyButTheEngineSaysHowFarARolloutIs() {
        String home = SEA.namespace("forged");
        strategy(home, "stages: [{name: all}]\n");
        placed(home);
        ApiException refused =
                assertThrows(
                        ApiException.class,
                        () ->
                                SEA.hub()
                                        .patch(
                                                path(home).sub("status"),
                                                PatchType.MERGE,
                                                yaml("status: {phase: Completed}"),
                                                WriteOptions.PLAIN));
        assertTrue(refused.is(Reason.FORBIDDEN), refused::toString);
    }

    @Test
    void aStrategyThatGoesLeavesNothingBehindAndOneForSecretsIsRefused() {
        String home = SEA.namespace("released");
        ResourcePath strategy = strategy(home, "stages: [{name: all}]\n");
        placed(home);
        SEA.hub().delete(strategy, null);
        SEA.awaitHubGone(path(home));
        List<ObjectNode> left = SEA.hub().list(REVISIONS.in(home), ListOptions.ALL).items();
        assertEquals(List.of(), left);
        ObjectNode secrets =
                yaml(
                        """
                        apiVersion: pinisi.io/v1alpha1
                        kind: RolloutStrategy
                        metadata: {name: secrets, namespace: released}
                        spec:
                          resourceSelectors: [{apiVersion: v1, kind: Secret}]
                          stages: [{name: all, maxConcurrency: none}]
                        """);
        ApiException refused = assertThrows(ApiException.class, () -> SEA.create(secrets));
        assertTrue(String.valueOf(refused.getMessage()).contains("resourceSelectors[0].kind"));
        assertTrue(String.valueOf(refused.getMessage()).contains("stages[0].maxConcurrency"));
    }

    private static ResourcePath strategy(String namespace, String spec) {
        return SEA.create(
                yaml(
                        """
                        apiVersion: pinisi.io/v1alpha1
                        kind: RolloutStrategy
                        metadata: {name: careful, namespace: %s}
                        spec:
                          resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                        """
                                        .formatted(namespace)
                                + spec.indent(2)));
    }

    /** A Deployment that runs everywhere, with its rollout complete. */
    private static ResourcePath placed(String namespace) {
        SEA.policy(namespace, EVERYWHERE);
        ResourcePath web = SEA.create(deployment(namespace, "web", 1));
        SEA.awaitRolledOut(web, 3);
        awaitPhase(namespace, "Completed", status -> phase(status).equals("Completed"));
        return web;
    }

    private static String template(String image) {
        return "spec: {template: {spec: {containers: [{name: web, image: '" + image + "'}]}}}";
    }

    private static ResourcePath path(String namespace) {
        return ResourcePath.of(FederationKinds.ROLLOUTS, ObjectKey.of(namespace, "web-deployment"));
    }

    private static ObjectNode rollout(String namespace) {
        return SEA.hub().get(path(namespace));
    }

    private static void awaitPhase(String namespace, String what, Predicate<JsonNode> status) {
        SEA.awaitHub(what, path(namespace), object -> status.test(object.path("status")));
    }

    private static String phase(JsonNode status) {
        return status.path("phase").asString("");
    }

    private static String state(JsonNode status, String cluster) {
        for (JsonNode one : status.path("clusters")) {
            if (one.path("name").asString("").equals(cluster)) {
                return one.path("state").asString("");
            }
        }
        return "";
    }
}
