package io.pinisi.portal.hub;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.tenants.Member;
import io.pinisi.portal.tenants.TenantDraft;
import io.pinisi.portal.tenants.TenantDraft.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Between the form of a tenant and its object. What the form does not show stays as it is. */
final class TenantForms {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-portal").strict();

    private TenantForms() {}

    static TenantDraft read(ApiClient hub, String name) {
        JsonNode spec = hub.get(path(name)).path("spec");
        List<Member> members = new ArrayList<>();
        for (JsonNode one : spec.path("members")) {
            members.add(
                    new Member(
                            Trees.text(one, "role"),
                            Trees.text(one, "kind"),
                            Trees.text(one, "name")));
        }
        Map<String, String> projects = new LinkedHashMap<>();
        for (JsonNode one : spec.path("projects")) {
            projects.put(Trees.text(one, "name"), Trees.text(one, "displayName"));
        }
        JsonNode clusters = spec.path("clusters");
        JsonNode quota = spec.path("quota");
        return new TenantDraft(
                name,
                Trees.text(spec, "displayName"),
                members,
                projects,
                texts(clusters.path("names")),
                map(clusters.path("labelSelector").path("matchLabels")),
                Trees.text(quota, "scope").equals("Project"),
                map(quota.path("hard")),
                texts(spec.path("allowedRegistries")),
                Trees.text(spec, "podSecurity"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.properties().forEach(one -> map.put(one.getKey(), one.getValue().asString("")));
        return map;
    }

    /** Empty where it was written. */
    static List<Fault> create(ApiClient hub, TenantDraft draft) {
        ObjectNode object =
                Json.object()
                        .put("apiVersion", FederationKinds.TENANTS.apiVersion())
                        .put("kind", "Tenant");
        object.putObject("metadata").put("name", draft.name());
        fill(object.putObject("spec"), draft);
        return faults(() -> hub.create(ResourcePath.all(FederationKinds.TENANTS), object, WRITE));
    }

    /** As {@link #create}; a conflict with another writer is one, too. */
    static List<Fault> update(ApiClient hub, TenantDraft draft) {
        return faults(
                () -> {
                    ObjectNode object = hub.get(path(draft.name()));
                    fill(object.withObject("/spec"), draft);
                    hub.update(path(draft.name()), object, WRITE);
                });
    }

    private static List<Fault> faults(Runnable write) {
        try {
            write.run();
            return List.of();
        } catch (ApiException e) {
            if (e.is(Reason.ALREADY_EXISTS)) {
                return List.of(new Fault("metadata.name", "There is a tenant of this name."));
            }
            ApiException.Details details = e.details();
            if (details == null || details.causes().isEmpty()) {
                throw e;
            }
            return details.causes().stream()
                    .map(cause -> new Fault(cause.field(), cause.body()))
                    .toList();
        }
    }

    static void fill(ObjectNode spec, TenantDraft draft) {
        put(spec, "displayName", draft.displayName());
        ArrayNode members = spec.putArray("members");
        for (Member member : draft.members()) {
            members.addObject()
                    .put("role", member.role())
                    .put("kind", member.kind())
                    .put("name", member.name());
        }
        ArrayNode projects = spec.putArray("projects");
        draft.projects()
                .forEach(
                        (name, displayName) ->
                                put(
                                        projects.addObject().put("name", name),
                                        "displayName",
                                        displayName));
        clusters(spec.withObject("/clusters"), draft);
        quota(spec, draft);
        ArrayNode registries = spec.putArray("allowedRegistries");
        draft.registries().forEach(registries::add);
        put(spec, "podSecurity", draft.podSecurity());
    }

    private static void clusters(ObjectNode clusters, TenantDraft draft) {
        ArrayNode names = clusters.putArray("names");
        draft.clusters().forEach(names::add);
        if (!draft.labels().isEmpty()) {
            ObjectNode labels = clusters.withObject("/labelSelector").putObject("matchLabels");
            draft.labels().forEach(labels::put);
            return;
        }
        ObjectNode selector = clusters.withObject("/labelSelector");
        selector.remove("matchLabels");
        // An empty selector is not none: it matches everything.
        if (selector.isEmpty()) {
            clusters.remove("labelSelector");
        }
    }

    private static void quota(ObjectNode spec, TenantDraft draft) {
        if (draft.hard().isEmpty()) {
            spec.remove("quota");
            return;
        }
        ObjectNode quota = spec.withObject("/quota");
        quota.put("scope", draft.perProject() ? "Project" : "Tenant");
        ObjectNode hard = quota.putObject("hard");
        draft.hard().forEach(hard::put);
    }

    private static void put(ObjectNode object, String field, String value) {
        if (value.isEmpty()) {
            object.remove(field);
            return;
        }
        object.put(field, value);
    }

    private static ResourcePath path(String tenant) {
        return ResourcePath.of(FederationKinds.TENANTS, ObjectKey.cluster(tenant));
    }
}
