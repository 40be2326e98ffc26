package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.node.container.PodObjects;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.volume.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** Fetches what pods refer to; tokens are kept until a fifth of their life is left. */
final class ApiObjects implements PodObjects, TokenSource {
    private static final int KEPT = 4096;

    private final ApiClient client;
    private final InstantSource clock;
    private final Map<TokenKey, Token> tokens = new ConcurrentHashMap<>();

    private record TokenKey(String podUid, String audience, long seconds) {}

    private record Token(String text, Instant renewAt) {}

    ApiObjects(ApiClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Optional<ObjectNode> configMap(String namespace, String name) {
        return find(Resources.CONFIG_MAPS, namespace, name);
    }

    @Override
    public Optional<ObjectNode> secret(String namespace, String name) {
        return find(Resources.SECRETS, namespace, name);
    }

    @Override
    public Optional<ObjectNode> claim(String namespace, String name) {
        return find(Resources.CLAIMS, namespace, name);
    }

    @Override
    public Optional<ObjectNode> volume(String name) {
        return client.find(ResourcePath.of(Resources.VOLUMES, ObjectKey.cluster(name)));
    }

    private Optional<ObjectNode> find(
            GroupVersionResource resource, String namespace, String name) {
        return client.find(ResourcePath.of(resource, ObjectKey.of(namespace, name)));
    }

    @Override
    public String token(Pod pod, String audience, long expirationSeconds) {
        TokenKey key = new TokenKey(pod.uid(), audience, expirationSeconds);
        Token known = tokens.get(key);
        if (known != null && clock.instant().isBefore(known.renewAt())) {
            return known.text();
        }
        if (tokens.size() >= KEPT) {
            tokens.values().removeIf(token -> !clock.instant().isBefore(token.renewAt()));
        }
        Token fresh = request(pod, audience, expirationSeconds);
        tokens.put(key, fresh);
        return fresh.text();
    }

    private Token request(Pod pod, String audience, long expirationSeconds) {
        ObjectNode request = Json.object();
        request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
        ObjectNode spec = request.putObject("spec");
        if (!audience.isEmpty()) {
            spec.putArray("audiences").add(audience);
        }
        spec.put("expirationSeconds", expirationSeconds);
        spec.putObject("boundObjectRef")
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("name", pod.identity().name())
                .put("uid", pod.uid());
        String account = pod.spec().path("serviceAccountName").asString("default");
        ObjectNode answer =
                client.create(
                        ResourcePath.of(
                                        Resources.SERVICE_ACCOUNTS,
                                        ObjectKey.of(pod.identity().namespace(), account))
                                .sub("token"),
                        request,
                        WriteOptions.PLAIN);
        Duration life = Duration.ofSeconds(expirationSeconds);
        return new Token(
                answer.path("status").path("token").asString(""),
                clock.instant().plus(life.multipliedBy(4).dividedBy(5)));
    }

    void forget(String podUid) {
        tokens.keySet().removeIf(key -> key.podUid().equals(podUid));
    }
}
