package io.pinisi.federation.membership;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a member the few things that its Cluster object says about it. */
final class MemberFacts {
    private static final ResourcePath KUBE_SYSTEM =
            ResourcePath.of(
                    GroupVersionResource.of("v1", "namespaces"), ObjectKey.cluster("kube-system"));

    private final ApiClient api;

    MemberFacts(ApiClient api) {
        this.api = api;
    }

    Probe probe() {
        try (Transport.Response _ = api.raw("GET", "/readyz")) {
            return new Probe.Ok();
        } catch (ApiException e) {
            String message = Objects.requireNonNullElse(e.getMessage(), "");
            boolean answered = !e.is(Reason.SERVICE_UNAVAILABLE) && !e.is(Reason.TIMEOUT);
            return answered ? new Probe.Unwell(message) : new Probe.Unreachable(message);
        }
    }

    String version() {
        return Objects.requireNonNullElse(Json.text(get("/version"), "gitVersion"), "");
    }

    /** The uid of kube-system: as unique and lasting as the cluster itself. */
    String id() {
        return Metadata.uid(api.get(KUBE_SYSTEM));
    }

    /** Whether the credential is as mighty as the engine needs; members that cannot say: yes. */
    boolean mayDoEverything() {
        ObjectNode review = Json.object();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", "*")
                .put("group", "*")
                .put("resource", "*");
        ResourcePath path =
                ResourcePath.all(
                        GroupVersionResource.of(
                                "authorization.k8s.io/v1", "selfsubjectaccessreviews"));
        try {
            return api.create(path, review, io.pinisi.cluster.client.WriteOptions.PLAIN)
                    .path("status")
                    .path("allowed")
                    .asBoolean(false);
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return true;
            }
            throw e;
        }
    }

    /** {@code status.apiEnablements}: what is served, without subresources. */
    ArrayNode apiEnablements() {
        ArrayNode enablements = Json.mapper().createArrayNode();
        for (JsonNode version : get("/api").path("versions")) {
            add(enablements, "/api/" + version.asString(""), version.asString(""));
        }
        for (JsonNode group : get("/apis").path("groups")) {
            for (JsonNode version : group.path("versions")) {
                String groupVersion = version.path("groupVersion").asString("");
                add(enablements, "/apis/" + groupVersion, groupVersion);
            }
        }
        return enablements;
    }

    private void add(ArrayNode enablements, String path, String groupVersion) {
        ObjectNode enablement = Json.object().put("groupVersion", groupVersion);
        ArrayNode resources = enablement.putArray("resources");
        JsonNode list;
        try {
            list = get(path);
        } catch (ApiException e) {
            if (e.is(Reason.SERVICE_UNAVAILABLE) || e.is(Reason.NOT_FOUND)) {
                return; // an aggregated API that is down is not served now
            }
            throw e;
        }
        for (JsonNode resource : list.path("resources")) {
            String name = resource.path("name").asString("");
            if (!name.contains("/")) {
                resources
                        .addObject()
                        .put("name", name)
                        .put("kind", resource.path("kind").asString(""));
            }
        }
        enablements.add(enablement);
    }

    private ObjectNode get(String path) {
        try (Transport.Response response = api.raw("GET", path)) {
            if (response.body() instanceof Transport.Body.Whole(byte[] bytes)) {
                return Json.parse(bytes);
            }
            throw ApiException.badRequest("a stream where one object was expected: " + path);
        }
    }
}
