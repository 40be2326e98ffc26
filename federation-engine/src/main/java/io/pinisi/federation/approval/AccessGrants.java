package io.pinisi.federation.approval;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.membership.MemberClients;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes access that was granted effective in members, as a role and its binding in each namespace,
 * and takes them away: the members' own authorization then judges on every path, the person's own
 * kubectl included.
 */
final class AccessGrants {
    private static final String API = "rbac.authorization.k8s.io/v1";
    private static final GroupVersionResource ROLES = GroupVersionResource.of(API, "roles");
    private static final GroupVersionResource BINDINGS =
            GroupVersionResource.of(API, "rolebindings");
    private static final String LABEL = "pinisi.io/access-request";
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-approvals").forced();

    private final MemberClients members;

    AccessGrants(MemberClients members) {
        this.members = members;
    }

    /** Returns false where something could not be written yet. */
    boolean give(ApprovalRequest request, ApprovalRequest.Access access) {
        boolean complete = true;
        for (String cluster : access.clusters()) {
            if (!members.knows(cluster)) {
                complete = false;
                continue;
            }
            ApiClient member = members.api(cluster);
            for (String namespace : access.namespaces()) {
                complete &= give(member, namespace, request, access);
            }
        }
        return complete;
    }

    private static boolean give(
            ApiClient member,
            String namespace,
            ApprovalRequest request,
            ApprovalRequest.Access access) {
        ObjectKey key = key(namespace, request);
        try {
            member.apply(ResourcePath.of(ROLES, key), role(key, request, access), WRITE);
            member.apply(ResourcePath.of(BINDINGS, key), binding(key, request), WRITE);
            return true;
        } catch (ApiException e) {
            return e.is(Reason.NOT_FOUND);
        }
    }

    /** Returns false where a member could not be reached. */
    boolean take(ApprovalRequest request, ApprovalRequest.Access access) {
        boolean complete = true;
        for (String cluster : access.clusters()) {
            if (!members.knows(cluster)) {
                continue;
            }
            ApiClient member = members.api(cluster);
            for (String namespace : access.namespaces()) {
                ObjectKey key = key(namespace, request);
                complete &= delete(member, ResourcePath.of(BINDINGS, key));
                complete &= delete(member, ResourcePath.of(ROLES, key));
            }
        }
        return complete;
    }

    private static boolean delete(ApiClient member, ResourcePath path) {
        try {
            member.delete(path, null);
            return true;
        } catch (ApiException e) {
            return e.is(Reason.NOT_FOUND);
        }
    }

    private static ObjectKey key(String namespace, ApprovalRequest request) {
        return ObjectKey.of(namespace, "pinisi-access-" + request.name());
    }

    private static ObjectNode role(
            ObjectKey key, ApprovalRequest request, ApprovalRequest.Access access) {
        ObjectNode role = object("Role", key, request);
        ArrayNode rules = role.putArray("rules");
        if (access.to().contains("logs")) {
            rule(rules, "pods/log", List.of("get"), access);
        }
        if (access.to().contains("exec")) {
            rule(rules, "pods/exec", List.of("get", "create"), access);
        }
        return role;
    }

    private static void rule(
            ArrayNode rules, String resource, List<String> verbs, ApprovalRequest.Access access) {
        ObjectNode rule = rules.addObject();
        rule.putArray("apiGroups").add("");
        rule.putArray("resources").add(resource);
        ArrayNode allowed = rule.putArray("verbs");
        verbs.forEach(allowed::add);
        if (!access.pods().isEmpty()) {
            ArrayNode names = rule.putArray("resourceNames");
            access.pods().stream().sorted().forEach(names::add);
        }
    }

    private static ObjectNode binding(ObjectKey key, ApprovalRequest request) {
        ObjectNode binding = object("RoleBinding", key, request);
        binding.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "Role")
                .put("name", key.name());
        binding.putArray("subjects")
                .addObject()
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "User")
                .put("name", request.requester());
        return binding;
    }

    private static ObjectNode object(String kind, ObjectKey key, ApprovalRequest request) {
        ObjectNode object = Json.object().put("apiVersion", API).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", key.name()).put("namespace", key.namespace());
        metadata.putObject("labels").put(LABEL, request.name());
        return object;
    }
}
