package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.pki.CredentialFile;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.agent.Agent;
import io.pinisi.federation.agent.AgentOptions;
import io.pinisi.federation.membership.KubeconfigReader;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.membership.Unjoin;
import io.pinisi.federation.testing.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * A member that the hub does not dial: it does not even know its address. The agent has the
 * member's kubeconfig, and of the hub a URL and a token.
 */
final class PullIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final AgentOptions.Patience IMPATIENT =
            new AgentOptions.Patience(
                    Duration.ofMillis(50),
                    Duration.ofMillis(250),
                    Duration.ofMillis(100),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1));
    private static final String TIMOR = "placement: {clusterAffinity: {clusterNames: [timor]}}";

    @RegisterExtension static final Scenario scene = Scenario.of("bali").beside("timor");

    @TempDir Path home;
    private @Nullable Agent agent;

    @BeforeEach
    void join() throws IOException {
        EngineAccess.prepareMember(scene.in("timor"));
        Members members = scene.federation().members();
        members.expect(
                scene.hub(),
                new Members.Join("timor", "", Map.of("name", "timor"), "", "east", List.of()));
        start(Optional.of(token("timor")));
        scene.awaitReady("timor");
    }

    private static BootstrapToken token(String cluster) {
        return scene.federation()
                .members()
                .invite(
                        scene.hub(),
                        cluster,
                        Instant.now().plus(Duration.ofHours(1)),
                        new SecureRandom());
    }

    private AgentOptions options(String cluster, Optional<BootstrapToken> token, Path folder) {
        return AgentOptions.of(
                        URI.create("https://" + scene.sea().hubCluster().hostPort()),
                        cluster,
                        token,
                        () -> KubeconfigReader.read(timorsOwn()),
                        folder)
                .with(IMPATIENT);
    }

    private static String timorsOwn() {
        return scene.sea().member("timor").server().kubeconfig("timor", EngineAccess.ENGINE);
    }

    private void start(Optional<BootstrapToken> token) throws IOException {
        agent = Agent.start(options("timor", token, home));
    }

    private void stop() {
        if (agent != null) {
            agent.close();
            agent = null;
        }
    }

    @AfterEach
    void leave() throws IOException {
        if (scene.hub().find(cluster("timor")).isPresent()) {
            if (agent == null) {
                start(Optional.empty());
            }
            scene.federation().members().leave(scene.hub(), "timor", Unjoin.REMOVE);
            awaitLeft();
        }
        stop();
    }

    private static void awaitLeft() {
        Await.until(
                "timor has left",
                SOON,
                () -> scene.hub().find(cluster("timor")).isEmpty(),
                () ->
                        List.of(
                                scene.hub().find(cluster("timor")),
                                scene.hub()
                                        .list(
                                                ResourcePath.all(
                                                        io.pinisi.federation.kinds.FederationKinds
                                                                .BINDINGS),
                                                ListOptions.ALL)));
    }

    @Test
    void aMemberThatNobodyCanDialIsAMemberLikeAnyOther() {
        String namespace = scene.namespace("pulled");
        scene.policy(namespace, TIMOR);
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.awaitRolledOut(web, 2);
        merge(scene.hub(), web, "spec: {replicas: 3}");
        scene.awaitRolledOut(web, 3);
        merge(scene.in("timor"), web, "spec: {replicas: 1}");
        scene.awaitIn("timor", web, d -> d.path("spec").path("replicas").asInt() == 3);
        scene.hub().delete(web, null);
        scene.awaitGone("timor", web);
        ObjectNode timor = scene.hub().get(cluster("timor"));
        assertEquals("Pull", timor.path("spec").path("syncMode").asString(""));
        assertFalse(timor.path("spec").has("secretRef"), "the hub has no credentials of it");
    }

    @Test
    void peopleReachItAsThemselves() {
        UserInfo sailor = UserInfo.of("sailor", "crew");
        ApiClient asSailor = scene.federation().clients().api("timor", sailor);
        ObjectNode review =
                Scenario.yaml("{apiVersion: authentication.k8s.io/v1, kind: SelfSubjectReview}");
        ObjectNode answer =
                asSailor.create(
                        ResourcePath.all(
                                GroupVersionResource.of(
                                        "authentication.k8s.io/v1", "selfsubjectreviews")),
                        review,
                        WriteOptions.PLAIN);
        assertEquals("sailor", answer.at("/status/userInfo/username").asString(""));
        ApiException refused =
                assertThrows(
                        ApiException.class,
                        () ->
                                asSailor.list(
                                        ResourcePath.all(GroupVersionResource.of("v1", "pods")),
                                        ListOptions.ALL));
        assertEquals(Reason.FORBIDDEN, refused.reason());
    }

    @Test
    void whileTheHubIsAwayTheAgentKeepsTheMemberTrue() throws InterruptedException, IOException {
        String namespace = scene.namespace("alone");
        scene.policy(namespace, TIMOR);
        ResourcePath changed = scene.create(configMap(namespace, "changed", "colour: blue"));
        ResourcePath deleted = scene.create(configMap(namespace, "deleted", "colour: blue"));
        ResourcePath untouched = scene.create(configMap(namespace, "untouched", "colour: blue"));
        ResourcePath gone = scene.create(configMap(namespace, "gone", "colour: blue"));
        for (ResourcePath one : List.of(changed, deleted, untouched, gone)) {
            scene.awaitIn("timor", one, object -> true);
        }
        scene.hub().delete(gone, null);
        scene.awaitGone("timor", gone);
        for (String name : List.of("changed", "deleted", "untouched")) {
            awaitOrder(name, true);
        }
        awaitOrder("gone", false);
        String uid = Metadata.uid(scene.in("timor").get(untouched));
        scene.sea().stopHub();
        stop();
        start(Optional.empty()); // what it has to keep, it has on disk
        merge(scene.in("timor"), changed, "data: {colour: red}");
        scene.in("timor").delete(deleted, null);
        scene.awaitIn("timor", changed, object -> colour(object).equals("blue"));
        scene.awaitIn("timor", deleted, object -> colour(object).equals("blue"));
        assertTrue(scene.in("timor").find(gone).isEmpty(), "what the hub deleted stays away");
        scene.sea().startHub();
        scene.awaitReady("timor");
        merge(scene.hub(), untouched, "data: {colour: green}");
        scene.awaitIn("timor", untouched, object -> colour(object).equals("green"));
        assertEquals(uid, Metadata.uid(scene.in("timor").get(untouched)));
        assertTrue(scene.in("timor").find(gone).isEmpty());
        Await.until(
                "the hub is told",
                SOON,
                () -> scene.events("default").stream().anyMatch(e -> e.contains("put right")),
                () -> scene.events("default"));
    }

    @Test
    void whatAScriptKeepsIsKeptByTheAgentAsWell() throws InterruptedException, IOException {
        ResourcePath scripts =
                ResourcePath.all(io.pinisi.federation.kinds.FederationKinds.CUSTOMIZATIONS);
        scene.hub()
                .create(
                        scripts,
                        Scenario.yaml(
                                """
                                apiVersion: config.karmada.io/v1alpha1
                                kind: ResourceInterpreterCustomization
                                metadata: {name: colours}
                                spec:
                                  target: {apiVersion: v1, kind: ConfigMap}
                                  customizations:
                                    retention:
                                      luaScript: |
                                        function Retain(desiredObj, observedObj)
                                          desiredObj.data.colour = observedObj.data.colour
                                          return desiredObj
                                        end
                                """),
                        WriteOptions.PLAIN);
        String namespace = scene.namespace("kept-alone");
        scene.policy(namespace, TIMOR);
        ResourcePath sail =
                scene.create(configMap(namespace, "sail", "colour: blue, cloth: linen"));
        scene.awaitIn(
                "timor",
                sail,
                object -> Metadata.of(object).annotation("pinisi.io/retention") != null);
        Await.until(
                "the agent has the order with its script",
                SOON,
                () -> ordersOf("sail").contains("function Retain"),
                () -> List.of(files()));
        scene.sea().stopHub();
        stop();
        start(Optional.empty());
        merge(scene.in("timor"), sail, "data: {colour: red, cloth: silk}");
        scene.awaitIn(
                "timor",
                sail,
                object ->
                        object.path("data").path("cloth").asString("").equals("linen")
                                && colour(object).equals("red"));
        scene.sea().startHub();
        scene.awaitReady("timor");
        merge(scene.hub(), sail, "data: {cloth: hemp}");
        scene.awaitIn(
                "timor",
                sail,
                object -> object.path("data").path("cloth").asString("").equals("hemp"));
        assertEquals("red", colour(scene.in("timor").get(sail)));
        scene.hub().delete(scripts.named("colours"), null);
    }

    private void awaitOrder(String name, boolean there) {
        Await.until(
                "the agent has an order for " + name + ": " + there,
                SOON,
                () -> hasOrder(name) == there,
                () -> List.of(files()));
    }

    private boolean hasOrder(String name) {
        return !ordersOf(name).isEmpty();
    }

    private String ordersOf(String name) {
        StringBuilder orders = new StringBuilder();
        for (String file : files()) {
            try {
                String order = Files.readString(home.resolve("orders").resolve(file));
                if (order.contains("\"name\":\"" + name + "\"")) {
                    orders.append(order);
                }
            } catch (NoSuchFileException e) {
                // taken back while we look
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return orders.toString();
    }

    private String[] files() {
        String[] names = home.resolve("orders").toFile().list((_, name) -> name.endsWith(".json"));
        return names == null ? new String[0] : names;
    }

    @Test
    void aMemberWhoseAgentIsGoneIsLostAndComesBack() throws IOException {
        String namespace = scene.namespace("lost");
        scene.policy(
                namespace,
                """
                placement:
                  clusterAffinity: {clusterNames: [bali, timor]}
                  spreadConstraints: [{spreadByField: cluster, minGroups: 1, maxGroups: 1}]
                """);
        ResourcePath web = scene.create(deployment(namespace, "web", 1));
        scene.awaitRolledOut(web, 1);
        stop();
        scene.awaitNotReady("timor");
        scene.awaitRolledOut(web, 1);
        scene.awaitHub(
                "it runs in bali",
                bindingPath(namespace, "web-deployment"),
                binding ->
                        binding.at("/spec/clusters/0/name").asString("").equals("bali")
                                && binding.path("spec").path("clusters").size() == 1);
        start(Optional.empty());
        scene.awaitReady("timor");
        scene.hub().delete(web, null);
        scene.awaitGone("timor", web);
        scene.awaitGone("bali", web);
    }

    @Test
    void anAgentMayConnectUnderItsOwnNameAndNothingElse() throws IOException {
        var own = new CredentialFile(home, "agent.pem").read().orElseThrow();
        String hub = scene.sea().hubCluster().server().url();
        try (HttpTransport transport = new HttpTransport(hub, own, "test")) {
            ApiClient asAgent = new ApiClient(transport);
            for (String resource : List.of("secrets", "configmaps", "namespaces")) {
                ApiException refused =
                        assertThrows(
                                ApiException.class,
                                () ->
                                        asAgent.list(
                                                ResourcePath.all(
                                                        GroupVersionResource.of("v1", resource)),
                                                ListOptions.ALL));
                assertEquals(Reason.FORBIDDEN, refused.reason());
            }
            ApiException other =
                    assertThrows(
                            ApiException.class,
                            () -> asAgent.raw("GET", "/agents/bali/connection"));
            assertEquals(Reason.FORBIDDEN, other.reason());
        }
    }

    @Test
    void aTokenIsForOneClusterOnly(@TempDir Path elsewhere) throws IOException {
        try (Agent impostor =
                Agent.start(options("bali", Optional.of(token("timor")), elsewhere))) {
            ResourcePath requests =
                    ResourcePath.all(
                            GroupVersionResource.of(
                                    "certificates.k8s.io/v1", "certificatesigningrequests"));
            Await.until(
                    "the request is denied",
                    SOON,
                    () ->
                            scene.hub().list(requests, ListOptions.ALL).items().stream()
                                    .map(r -> r.at("/status/conditions/0").toString())
                                    .anyMatch(c -> c.contains("not for the agent of cluster")),
                    () -> scene.hub().list(requests, ListOptions.ALL).items());
            assertFalse(impostor.isConnected());
        }
    }

    @Test
    void aMemberThatIsAwayWhenItIsLetGoIsCleanedWhenItIsBack() throws IOException {
        String namespace = scene.namespace("let-go");
        scene.policy(namespace, TIMOR);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("timor", settings, object -> true);
        stop();
        scene.awaitNotReady("timor");
        scene.federation().members().leave(scene.hub(), "timor", Unjoin.REMOVE);
        start(Optional.empty());
        awaitLeft();
        assertTrue(scene.in("timor").find(settings).isEmpty(), "it was to take them along");
    }

    @Test
    void aHubThatWasAwayMeanwhileFinishesWhatItBegan() throws IOException, InterruptedException {
        String namespace = scene.namespace("unfinished");
        scene.policy(namespace, TIMOR);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("timor", settings, object -> true);
        stop();
        scene.awaitNotReady("timor");
        scene.federation().members().leave(scene.hub(), "timor", Unjoin.REMOVE);
        scene.sea().stopEngine();
        scene.sea().federate();
        start(Optional.empty());
        awaitLeft();
        assertTrue(scene.in("timor").find(settings).isEmpty());
    }

    @Test
    void aMemberThatLeavesIsLeftAloneByItsAgent() {
        String namespace = scene.namespace("leaving");
        scene.policy(namespace, TIMOR);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("timor", settings, object -> true);
        awaitOrder("settings", true);
        scene.federation().members().leave(scene.hub(), "timor", Unjoin.KEEP);
        awaitLeft();
        awaitOrder("settings", false);
        assertTrue(scene.in("timor").find(settings).isPresent(), "its objects stay");
    }
}
