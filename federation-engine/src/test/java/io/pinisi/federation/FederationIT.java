package io.pinisi.federation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.deploy.DeployRequest;
import io.pinisi.federation.deploy.Deployment;
import io.pinisi.federation.deploy.Division;
import io.pinisi.federation.fleet.Application;
import io.pinisi.federation.fleet.ApplicationKey;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.testing.Archipelago;
import io.pinisi.federation.testing.TestCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.node.ObjectNode;

/** Real hub, real members over TLS, real deployment controllers; pods that need no nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FederationIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final GroupVersionResource DEPLOYMENTS =
            GroupVersionResource.of("apps/v1", "deployments");
    private static final GroupVersionResource CONFIG_MAPS =
            GroupVersionResource.of("v1", "configmaps");
    private static final GroupVersionResource SERVICES = GroupVersionResource.of("v1", "services");

    private final Archipelago sea = new Archipelago(List.of("bali", "flores")).withControllers();

    @BeforeAll
    void federate() throws InterruptedException {
        sea.federate();
        for (String cluster : List.of("bali", "flores")) {
            await(
                    cluster + " is ready",
                    sea.hub(),
                    ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(cluster)),
                    object ->
                            Conditions.isTrue(object.path("status"), "Ready")
                                    && object.path("status").has("kubernetesVersion"));
        }
    }

    @AfterAll
    void close() {
        sea.close();
    }

    @Test
    void aClusterTellsWhatItIs() {
        ObjectNode bali =
                sea.hub().get(ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster("bali")));
        assertTrue(
                bali.path("status").path("kubernetesVersion").asString("").startsWith("v1."),
                bali::toString);
        assertFalse(bali.path("status").path("apiEnablements").isEmpty());
        await(
                "its id",
                sea.hub(),
                ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster("bali")),
                object -> object.path("spec").has("id"));
    }

    @Test
    void aDeploymentGoesThroughItsWholeLife() {
        String namespace = namespace("life");
        policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        ResourcePath web = create(deployment(namespace, "web", 2));
        awaitRolledOut(web, 4);
        assertTrue(binding(namespace, "web-deployment").isPresent());

        merge(sea.hub(), web.sub("scale"), "spec: {replicas: 3}");
        for (String cluster : List.of("bali", "flores")) {
            awaitIn(cluster, web, object -> object.path("spec").path("replicas").asInt() == 3);
        }
        awaitRolledOut(web, 6);

        sea.hub()
                .patch(
                        web,
                        PatchType.STRATEGIC,
                        yaml(
                                "spec: {template: {spec: {containers: [{name: web, image:"
                                        + " 'demo:2'}]}}}"),
                        WriteOptions.PLAIN);
        awaitIn("bali", web, object -> image(object).equals("demo:2"));
        awaitIn("flores", web, object -> image(object).equals("demo:2"));
        awaitRolledOut(web, 6);

        sea.hub().delete(web, null);
        awaitGone("bali", web);
        awaitGone("flores", web);
        Await.until(
                "the binding is gone",
                SOON,
                () -> binding(namespace, "web-deployment").isEmpty(),
                () -> binding(namespace, "web-deployment"));
    }

    @Test
    void replicasAreDividedByWeight() {
        String namespace = namespace("divided");
        policy(
                namespace,
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
        ResourcePath web = create(deployment(namespace, "web", 3));
        awaitIn("bali", web, object -> object.path("spec").path("replicas").asInt() == 2);
        awaitIn("flores", web, object -> object.path("spec").path("replicas").asInt() == 1);
        awaitRolledOut(web, 3);
    }

    @Test
    void aFieldChangedInAMemberIsPutRightAndTold() {
        String namespace = namespace("drift");
        policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = create(configMap(namespace, "settings", "colour: blue"));
        awaitIn("bali", settings, object -> colour(object).equals("blue"));
        sea.member("bali")
                .admin()
                .patch(
                        settings,
                        PatchType.MERGE,
                        yaml("data: {colour: red}"),
                        WriteOptions.by("mischief"));
        awaitIn("bali", settings, object -> colour(object).equals("blue"));
        Await.until(
                "an event names who and what",
                SOON,
                () ->
                        events(namespace).stream()
                                .anyMatch(
                                        event ->
                                                event.contains("data.colour")
                                                        && event.contains("mischief")
                                                        && event.contains("bali")),
                () -> events(namespace));
    }

    @Test
    void anObjectDeletedInAMemberComesBack() {
        String namespace = namespace("vanish");
        policy(namespace, "placement: {clusterAffinity: {clusterNames: [flores]}}");
        ResourcePath settings = create(configMap(namespace, "settings", "colour: blue"));
        awaitIn("flores", settings, object -> true);
        String first = Metadata.uid(sea.member("flores").admin().get(settings));
        sea.member("flores").admin().delete(settings, null);
        awaitIn("flores", settings, object -> !Metadata.uid(object).equals(first));
    }

    @Test
    void whatIsThereAlreadyIsOnlyTakenOverWhenThePolicySaysSo() {
        String namespace = namespace("conflict");
        ApiClient bali = sea.member("bali").admin();
        bali.create(
                ResourcePath.all(GroupVersionResource.of("v1", "namespaces")),
                yaml("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"),
                WriteOptions.PLAIN);
        ObjectNode foreign = configMap(namespace, "settings", "colour: theirs");
        bali.create(ResourcePath.all(CONFIG_MAPS).in(namespace), foreign, WriteOptions.PLAIN);
        ResourcePath policy =
                policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = create(configMap(namespace, "settings", "colour: ours"));
        await(
                "the refusal shows",
                sea.hub(),
                bindingPath(namespace, "settings-configmap"),
                object -> object.path("status").toString().contains("is not ours"));
        assertEquals("theirs", colour(bali.get(settings)));
        merge(sea.hub(), policy, "spec: {conflictResolution: Overwrite}");
        awaitIn("bali", settings, object -> colour(object).equals("ours"));
    }

    @Test
    void aStoppedMemberCatchesUpAndNothingIsForgotten() {
        String namespace = namespace("stopped");
        policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        ResourcePath kept = create(configMap(namespace, "kept", "colour: blue"));
        ResourcePath gone = create(configMap(namespace, "gone", "colour: blue"));
        for (String cluster : List.of("bali", "flores")) {
            awaitIn(cluster, kept, object -> true);
            awaitIn(cluster, gone, object -> true);
        }
        sea.member("flores").stop();
        await(
                "flores is noticed",
                sea.hub(),
                ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster("flores")),
                object -> !Conditions.isTrue(object.path("status"), "Ready"));
        merge(sea.hub(), kept, "data: {colour: green}");
        sea.hub().delete(gone, null);
        awaitIn("bali", kept, object -> colour(object).equals("green"));
        awaitGone("bali", gone);
        assertTrue(binding(namespace, "gone-configmap").isPresent(), "the tombstone waits");
        await(
                "unknown since",
                sea.hub(),
                bindingPath(namespace, "kept-configmap"),
                object -> object.path("status").toString().contains("unknown since"));
        sea.member("flores").start().startControllers();
        awaitIn("flores", kept, object -> colour(object).equals("green"));
        awaitGone("flores", gone);
        Await.until(
                "the tombstone is done",
                SOON,
                () -> binding(namespace, "gone-configmap").isEmpty(),
                () -> binding(namespace, "gone-configmap"));
    }

    @Test
    void anEngineThatWasAwayDeletesOnlyWhatWasDeleted() throws InterruptedException {
        String namespace = namespace("restart");
        policy(
                namespace,
                "propagateDeps: true\nplacement: {clusterAffinity: {clusterNames: [bali]}}",
                "{apiVersion: apps/v1, kind: Deployment}");
        ResourcePath needed = create(configMap(namespace, "needed", "colour: blue"));
        ObjectNode user = deployment(namespace, "user", 1);
        ((ObjectNode) user.at("/spec/template/spec/containers/0"))
                .set("envFrom", yaml("list: [{configMapRef: {name: needed}}]").path("list"));
        ResourcePath web = create(user);
        ResourcePath doomed = create(deployment(namespace, "doomed", 1));
        awaitIn("bali", needed, object -> true);
        awaitIn("bali", doomed, object -> true);
        String uid = Metadata.uid(sea.member("bali").admin().get(needed));
        sea.stopEngine();
        sea.hub().delete(doomed, null);
        sea.federate();
        awaitGone("bali", doomed);
        awaitRolledOut(web, 1);
        assertEquals(uid, Metadata.uid(sea.member("bali").admin().get(needed)));
        sea.hub().delete(web, null);
        awaitGone("bali", web);
        awaitGone("bali", needed);
        assertTrue(sea.hub().find(needed).isPresent(), "the hub keeps its own");
    }

    @Test
    void withdrawingAClusterFromThePolicyRemovesTheCopy() {
        String namespace = namespace("moved");
        ResourcePath policy =
                policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = create(configMap(namespace, "settings", "colour: blue"));
        awaitIn("bali", settings, object -> true);
        merge(sea.hub(), policy, "spec: {placement: {clusterAffinity: {clusterNames: [flores]}}}");
        awaitIn("flores", settings, object -> true);
        awaitGone("bali", settings);
        sea.hub().delete(policy, null);
        merge(sea.hub(), settings, "data: {colour: green}");
        awaitIn("flores", settings, object -> colour(object).equals("green"));
    }

    @Test
    void aPolicyThatAsksForWhatIsNotBuiltIsRefused() {
        String namespace = namespace("refused");
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                policy(
                                        namespace,
                                        "placement: {spreadConstraints: [{spreadByField:"
                                                + " region}]}"));
        assertEquals(Reason.INVALID, refusal.reason());
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("spec.placement.spreadConstraints"));
    }

    @Test
    void aDeployRequestIsCheckedAsAWholeBeforeAnythingIsWritten() {
        String namespace = namespace("deploy-bad");
        ObjectNode wrong = deployment(namespace, "web", 1);
        wrong.withObject("/spec").put("replicaz", 3);
        ObjectNode unknown = yaml("{apiVersion: x/v1, kind: Nothing, metadata: {name: n}}");
        DeployRequest request =
                new DeployRequest(
                        "demo",
                        namespace,
                        List.of(configMap(namespace, "fine", "colour: blue"), wrong, unknown),
                        List.of("bali", "nowhere"),
                        new Division.Duplicate());
        Deployment.Refused refused =
                assertInstanceOf(
                        Deployment.Refused.class,
                        sea.federation().deployer().deploy(sea.hub(), request));
        String all = refused.problems().toString();
        assertTrue(all.contains("replicaz"), all);
        assertTrue(all.contains("no matches for kind \"Nothing\""), all);
        assertTrue(all.contains("there is no cluster \"nowhere\""), all);
        assertTrue(
                sea.hub()
                        .find(ResourcePath.of(CONFIG_MAPS, ObjectKey.of(namespace, "fine")))
                        .isEmpty());
    }

    @Test
    void anApplicationIsDeployedSeenAndRemoved() {
        String namespace = namespace("deploy");
        DeployRequest request =
                new DeployRequest(
                        "demo",
                        namespace,
                        List.of(
                                deployment(namespace, "web", 3),
                                yaml(
                                        """
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: web}
                                        spec: {selector: {app: web}, ports: [{port: 80}]}
                                        """)),
                        List.of("bali", "flores"),
                        new Division.Weights(Map.of("bali", 2, "flores", 1)));
        Deployment.Checked checked =
                assertInstanceOf(
                        Deployment.Checked.class,
                        sea.federation().deployer().check(sea.hub(), request));
        assertEquals(
                2,
                checked.preview()
                        .rows()
                        .getFirst()
                        .decision()
                        .target("bali")
                        .orElseThrow()
                        .replicas()
                        .orElseThrow());
        assertInstanceOf(
                Deployment.Applied.class, sea.federation().deployer().deploy(sea.hub(), request));
        FleetView view = sea.federation().fleet().as(sea.hub(), TestCluster.ADMIN);
        ApplicationKey key = new ApplicationKey(namespace, "demo");
        Await.until(
                "the application is healthy",
                SOON,
                () ->
                        view.application(key).map(Application::health).orElse(Health.UNKNOWN)
                                == Health.HEALTHY,
                () -> view.application(key));
        Application application = view.application(key).orElseThrow();
        assertEquals(3, application.replicas());
        assertEquals(3, application.ready());
        assertEquals(List.of("demo:1"), application.images());
        Await.until(
                "its pods are seen", SOON, () -> view.pods(key).size() == 3, () -> view.pods(key));
        assertEquals(2, view.clusters().size());

        assertEquals(List.of(), sea.federation().deployer().remove(sea.hub(), application));
        ResourcePath web = ResourcePath.of(DEPLOYMENTS, ObjectKey.of(namespace, "web"));
        awaitGone("bali", web);
        awaitGone("flores", web);
        awaitGone("bali", ResourcePath.of(SERVICES, ObjectKey.of(namespace, "web")));
        Template template =
                new Template(
                        GroupVersionKind.of("apps/v1", "Deployment"),
                        ObjectKey.of(namespace, "web"));
        assertTrue(view.object(template).isEmpty());
    }

    private String namespace(String name) {
        sea.hub()
                .create(
                        ResourcePath.all(GroupVersionResource.of("v1", "namespaces")),
                        yaml("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}"),
                        WriteOptions.PLAIN);
        return name;
    }

    private ResourcePath policy(String namespace, String spec) {
        return policy(
                namespace,
                spec,
                "{apiVersion: apps/v1, kind: Deployment}, {apiVersion: v1, kind: ConfigMap}");
    }

    private ResourcePath policy(String namespace, String spec, String selectors) {
        ObjectNode policy =
                yaml(
                        "apiVersion: policy.karmada.io/v1alpha1\nkind: PropagationPolicy\n"
                                + "metadata: {name: all, namespace: "
                                + namespace
                                + "}\nspec:\n  resourceSelectors: ["
                                + selectors
                                + "]\n"
                                + spec.indent(2));
        ResourcePath policies = ResourcePath.all(FederationKinds.POLICIES).in(namespace);
        sea.hub().create(policies, policy, WriteOptions.PLAIN);
        return policies.named("all");
    }

    private ResourcePath create(ObjectNode object) {
        GroupVersionResource resource =
                object.path("kind").asString("").equals("Deployment") ? DEPLOYMENTS : CONFIG_MAPS;
        ResourcePath all = ResourcePath.all(resource).in(Metadata.of(object).namespace());
        sea.hub().create(all, object, WriteOptions.PLAIN);
        return all.named(Metadata.of(object).name());
    }

    private static ObjectNode deployment(String namespace, String name, int replicas) {
        return yaml(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {namespace: %s, name: %s, labels: {app: %s}}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s}}
                    spec: {containers: [{name: web, image: 'demo:1'}]}
                """
                        .formatted(namespace, name, name, replicas, name, name));
    }

    private static ObjectNode configMap(String namespace, String name, String data) {
        return yaml(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: %s, name: %s}, data: {%s}}"
                        .formatted(namespace, name, data));
    }

    /** What {@code kubectl rollout status} waits for. */
    private void awaitRolledOut(ResourcePath path, int total) {
        await(
                "rolled out with " + total,
                sea.hub(),
                path,
                object ->
                        object.path("status").path("observedGeneration").asLong()
                                        == Metadata.of(object).generation()
                                && object.path("status").path("updatedReplicas").asInt() == total
                                && object.path("status").path("replicas").asInt() == total
                                && object.path("status").path("availableReplicas").asInt() == total
                                && Conditions.isTrue(object.path("status"), "Available"));
    }

    private void awaitIn(String cluster, ResourcePath path, Predicate<ObjectNode> condition) {
        await(cluster + " " + path.path(), sea.member(cluster).admin(), path, condition);
    }

    private static void await(
            String what, ApiClient client, ResourcePath path, Predicate<ObjectNode> condition) {
        Await.until(
                what,
                SOON,
                () -> client.find(path).filter(condition).isPresent(),
                () -> client.find(path));
    }

    private void awaitGone(String cluster, ResourcePath path) {
        ApiClient member = sea.member(cluster).admin();
        Await.until(
                path.path() + " is gone from " + cluster,
                SOON,
                () -> member.find(path).isEmpty(),
                () -> member.find(path));
    }

    private Optional<ObjectNode> binding(String namespace, String name) {
        return sea.hub().find(bindingPath(namespace, name));
    }

    private static ResourcePath bindingPath(String namespace, String name) {
        return ResourcePath.of(FederationKinds.BINDINGS, ObjectKey.of(namespace, name));
    }

    private List<String> events(String namespace) {
        return sea
                .hub()
                .list(
                        ResourcePath.all(GroupVersionResource.of("v1", "events")).in(namespace),
                        ListOptions.ALL)
                .items()
                .stream()
                .map(event -> event.path("message").asString(""))
                .toList();
    }

    private static void merge(ApiClient client, ResourcePath path, String patch) {
        client.patch(path, PatchType.MERGE, yaml(patch), WriteOptions.PLAIN);
    }

    private static String image(ObjectNode deployment) {
        return deployment.at("/spec/template/spec/containers/0/image").asString("");
    }

    private static String colour(ObjectNode configMap) {
        return String.valueOf(Json.text(configMap, "data", "colour"));
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
