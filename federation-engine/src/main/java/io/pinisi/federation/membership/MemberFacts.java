package io.pinisi.federation.membership;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a member the few things that its Cluster object says about it. */
final class MemberFacts {
    private static final ResourcePath KUBE_SYSTEM =
            ResourcePath.of(
                    GroupVersionResource.of("v1", "namespaces"), ObjectKey.cluster("kube-system"));

    private static final ResourcePath ID =
            ResourcePath.of(
                    FederationKinds.CLUSTER_PROPERTIES,
                    ObjectKey.cluster("cluster.clusterset.k8s.io"));

    /** What {@code member.yaml} of the access package gives; asked before a member is joined. */
    private static final List<Right> NEEDED =
            Stream.concat(
                            Stream.of("get", "list", "watch", "create", "patch", "delete")
                                    .map(verb -> new Right(verb, "*", "*")),
                            Stream.of("users", "groups")
                                    .map(kind -> new Right("impersonate", "", kind)))
                    .toList();

    private final ApiClient api;

    private record Right(String verb, String group, String resource) {
        @Override
        public String toString() {
            return verb + " " + (resource.equals("*") ? "every resource" : resource);
        }
    }

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

    /**
     * As unique and lasting as the cluster itself: what its ClusterProperty says (KEP-2149), else
     * the uid of kube-system.
     */
    String id() {
        return api.find(ID)
                .map(property -> Json.text(property, "spec", "value"))
                .orElseGet(() -> Metadata.uid(api.get(KUBE_SYSTEM)));
    }

    /**
     * The rights that the engine needs and the credential lacks, as {@code verb resource}; members
     * that cannot say are taken to give them all.
     */
    List<String> missingRights() {
        try {
            return NEEDED.stream().filter(right -> !may(right)).map(Right::toString).toList();
        } catch (ApiException e) {
            if (e.is(Reason.NOT_FOUND)) {
                return List.of();
            }
            throw e;
        }
    }

    private boolean may(Right right) {
        ObjectNode review = Json.object();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("verb", right.verb())
                .put("group", right.group())
                .put("resource", right.resource());
        ResourcePath path =
                ResourcePath.all(
                        GroupVersionResource.of(
                                "authorization.k8s.io/v1", "selfsubjectaccessreviews"));
        return api.create(path, review, WriteOptions.PLAIN)
                .path("status")
                .path("allowed")
                .asBoolean(false);
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
