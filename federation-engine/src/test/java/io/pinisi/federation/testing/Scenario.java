package io.pinisi.federation.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.db.history.History;
import io.pinisi.federation.Federation;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.node.ObjectNode;

/**
 * A federation for the tests of one class, and the words to tell a story about it: real hub, real
 * members over TLS, real controllers; pods that need no nodes. Every test takes a namespace of its
 * own.
 */
public final class Scenario implements BeforeAllCallback, AfterAllCallback {
    public static final GroupVersionResource DEPLOYMENTS =
            GroupVersionResource.of("apps/v1", "deployments");
    public static final GroupVersionResource CONFIG_MAPS =
            GroupVersionResource.of("v1", "configmaps");
    public static final GroupVersionResource SERVICES = GroupVersionResource.of("v1", "services");
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Archipelago sea;
    private final List<String> members;

    private Scenario(Archipelago sea, List<String> members) {
        this.sea = sea;
        this.members = members;
    }

    /** With these members, all of them Ready before the first test. */
    public static Scenario of(String... members) {
        return new Scenario(new Archipelago(List.of(members)), List.of(members));
    }

    /** The same, and what hub and members were is kept. */
    public static Scenario remembering(History history, String... members) {
        return new Scenario(new Archipelago(List.of(members), history), List.of(members));
    }

    /** With clusters that exist and may be joined, and are no members yet. */
    public Scenario beside(String... strangers) {
        List.of(strangers).forEach(sea::stranger);
        return this;
    }

    /** Deletes wait so long for others that follow from the same change. */
    public Scenario gathering(Duration time) {
        sea.gathering(time);
        return this;
    }

    /** Replicas that find no node for so long go elsewhere. */
    public Scenario stranding(Duration time) {
        sea.stranding(time);
        return this;
    }

    /** Judges health as in production. */
    public Scenario withDefaultHealth() {
        sea.withDefaultHealth();
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        sea.withControllers().federate();
        members.forEach(this::awaitReady);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        sea.close();
    }

    public Archipelago sea() {
        return sea;
    }

    /** The hub as its administrator. */
    public ApiClient hub() {
        return sea.hub();
    }

    /** The cluster as its own administrator. */
    public ApiClient in(String cluster) {
        return sea.member(cluster).admin();
    }

    public Federation federation() {
        return sea.federation();
    }

    public static ResourcePath cluster(String name) {
        return ResourcePath.of(FederationKinds.CLUSTERS, ObjectKey.cluster(name));
    }

    public void awaitReady(String cluster) {
        await(
                cluster + " is ready",
                hub(),
                cluster(cluster),
                object ->
                        Conditions.isTrue(object.path("status"), "Ready")
                                && object.path("status").has("kubernetesVersion"));
    }

    /** The objects of a binding that are decided to be in some cluster. */
    public List<String> clustersOf(String namespace, String binding) {
        List<String> clusters = new ArrayList<>();
        binding(namespace, binding)
                .ifPresent(
                        object ->
                                object.path("spec")
                                        .path("clusters")
                                        .forEach(
                                                one ->
                                                        clusters.add(
                                                                one.path("name").asString(""))));
        return clusters;
    }

    public void awaitNotReady(String cluster) {
        await(
                cluster + " is noticed",
                hub(),
                cluster(cluster),
                object -> !Conditions.isTrue(object.path("status"), "Ready"));
    }

    public String namespace(String name) {
        hub().create(
                        ResourcePath.all(NAMESPACES),
                        yaml("{apiVersion: v1, kind: Namespace, metadata: {name: " + name + "}}"),
                        WriteOptions.PLAIN);
        return name;
    }

    public ResourcePath policy(String namespace, String spec) {
        return policy(
                namespace,
                spec,
                "{apiVersion: apps/v1, kind: Deployment}, {apiVersion: v1, kind: ConfigMap}");
    }

    public ResourcePath policy(String namespace, String spec, String selectors) {
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
        hub().create(policies, policy, WriteOptions.PLAIN);
        return policies.named("all");
    }

    public ResourcePath create(ObjectNode object) {
        ResourcePath all = ResourcePath.all(resource(object)).in(Metadata.of(object).namespace());
        hub().create(all, object, WriteOptions.PLAIN);
        return all.named(Metadata.of(object).name());
    }

    public static ObjectNode deployment(String namespace, String name, int replicas) {
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

    public static ObjectNode configMap(String namespace, String name, String data) {
        return yaml(
                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: %s, name: %s}, data: {%s}}"
                        .formatted(namespace, name, data));
    }

    /** What {@code kubectl rollout status} waits for. */
    public void awaitRolledOut(ResourcePath path, int total) {
        await(
                "rolled out with " + total,
                hub(),
                path,
                object ->
                        object.path("status").path("observedGeneration").asLong()
                                        == Metadata.of(object).generation()
                                && object.path("status").path("updatedReplicas").asInt() == total
                                && object.path("status").path("replicas").asInt() == total
                                && object.path("status").path("availableReplicas").asInt() == total
                                && Conditions.isTrue(object.path("status"), "Available"));
    }

    public void awaitIn(String cluster, ResourcePath path, Predicate<ObjectNode> condition) {
        await(cluster + " " + path.path(), in(cluster), path, condition);
    }

    /**
     * Awaits an object whose policy changed a moment ago. Where the engine saw the object before
     * the policy, a change of the object makes it look again.
     */
    public void awaitInOnceStirred(String cluster, ResourcePath path) {
        AtomicInteger stirred = new AtomicInteger();
        Await.until(
                path.path() + " is in " + cluster,
                SOON,
                () -> {
                    if (in(cluster).find(path).isPresent()) {
                        return true;
                    }
                    int count = stirred.incrementAndGet();
                    merge(hub(), path, "metadata: {annotations: {stirred: '" + count + "'}}");
                    return false;
                },
                () -> in(cluster).find(path));
    }

    public static void await(
            String what, ApiClient client, ResourcePath path, Predicate<ObjectNode> condition) {
        Await.until(
                what,
                SOON,
                () -> client.find(path).filter(condition).isPresent(),
                () -> client.find(path));
    }

    public void awaitGone(String cluster, ResourcePath path) {
        ApiClient member = in(cluster);
        Await.until(
                path.path() + " is gone from " + cluster,
                SOON,
                () -> member.find(path).isEmpty(),
                () -> member.find(path));
    }

    public void awaitHubGone(ResourcePath path) {
        Await.until(
                path.path() + " is gone",
                SOON,
                () -> hub().find(path).isEmpty(),
                () -> hub().find(path));
    }

    public Optional<ObjectNode> binding(String namespace, String name) {
        return hub().find(bindingPath(namespace, name));
    }

    public static ResourcePath bindingPath(String namespace, String name) {
        return ResourcePath.of(FederationKinds.BINDINGS, ObjectKey.of(namespace, name));
    }

    public List<String> events(String namespace) {
        return hub()
                .list(
                        ResourcePath.all(GroupVersionResource.of("v1", "events")).in(namespace),
                        ListOptions.ALL)
                .items()
                .stream()
                .map(event -> event.path("message").asString(""))
                .toList();
    }

    public static void merge(ApiClient client, ResourcePath path, String patch) {
        client.patch(path, PatchType.MERGE, yaml(patch), WriteOptions.PLAIN);
    }

    public static String image(ObjectNode deployment) {
        return deployment.at("/spec/template/spec/containers/0/image").asString("");
    }

    public static String colour(ObjectNode configMap) {
        return String.valueOf(Json.text(configMap, "data", "colour"));
    }

    public static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    private static GroupVersionResource resource(ObjectNode object) {
        String kind = object.path("kind").asString("").toLowerCase(Locale.ROOT);
        String plural =
                kind.endsWith("y")
                        ? kind.substring(0, kind.length() - 1) + "ies"
                        : kind + (kind.endsWith("s") ? "es" : "s");
        return GroupVersionResource.of(object.path("apiVersion").asString(""), plural);
    }

    /** Awaits a state of the hub's own object. */
    public void awaitHub(String what, ResourcePath path, Predicate<ObjectNode> condition) {
        await(what, hub(), path, condition);
    }
}
