package io.pinisi.federation.kinds;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the resource behind a kind by discovery; asks again for what it does not know. */
public final class ServedKinds {
    /** A kind that is not served is asked for again after this. */
    private static final Duration MISS = Duration.ofSeconds(2);

    private final ApiClient api;
    private final InstantSource clock;
    private final Map<GroupVersionKind, Served> known = new HashMap<>();
    private final Map<String, Instant> asked = new HashMap<>();

    public ServedKinds(ApiClient api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /** A kind and the resource it is served under. */
    public record Served(GroupVersionKind kind, GroupVersionResource resource, boolean namespaced) {
        public ResourcePath path(ObjectKey key) {
            return ResourcePath.of(resource, key);
        }
    }

    public synchronized Optional<Served> find(GroupVersionKind kind) {
        Served served = known.get(kind);
        if (served == null && isDue(kind.apiVersion())) {
            load(kind.apiVersion());
            served = known.get(kind);
        }
        return Optional.ofNullable(served);
    }

    private boolean isDue(String apiVersion) {
        Instant now = clock.instant();
        Instant last = asked.get(apiVersion);
        if (last != null && now.isBefore(last.plus(MISS))) {
            return false;
        }
        asked.put(apiVersion, now);
        return true;
    }

    private void load(String apiVersion) {
        String path = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        for (JsonNode resource : list(path).path("resources")) {
            String name = resource.path("name").asString("");
            if (!name.contains("/")) {
                String kindName = resource.path("kind").asString("");
                GroupVersionKind kind = GroupVersionKind.of(apiVersion, kindName);
                known.put(
                        kind,
                        new Served(
                                kind,
                                GroupVersionResource.of(apiVersion, name),
                                resource.path("namespaced").asBoolean(false)));
            }
        }
    }

    private ObjectNode list(String path) {
        try (Transport.Response response = api.raw("GET", path)) {
            return response.body() instanceof Transport.Body.Whole(byte[] bytes)
                    ? Json.parse(bytes)
                    : Json.object();
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return Json.object();
            }
            throw e;
        }
    }
}
