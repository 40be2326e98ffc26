package io.pinisi.federation.tenancy;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.federation.kinds.TenantAmounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects that make a project of a tenant effective. Pure. */
final class TenantObjects {
    /** On all of them; what has it goes into the members that the tenant may use. */
    static final String PROJECT = "pinisi.io/project";

    static final GroupVersionResource NAMESPACES = GroupVersionResource.of("v1", "namespaces");
    static final GroupVersionResource QUOTAS = GroupVersionResource.of("v1", "resourcequotas");
    static final GroupVersionResource ROLE_BINDINGS =
            GroupVersionResource.of("rbac.authorization.k8s.io/v1", "rolebindings");

    static final String QUOTA_NAME = "pinisi-tenant";
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final Tenant tenant;

    TenantObjects(Tenant tenant) {
        this.tenant = tenant;
    }

    /** An object as it is to be, and where it stands. */
    record Wanted(ResourcePath path, ObjectNode object) {}

    /** The name of a role, the same on the hub and in members; what it allows differs. */
    static String role(Tenant.Role role) {
        return "pinisi-tenant-" + role.text();
    }

    /** The namespace first, then what stands in it. */
    List<Wanted> of(String project) {
        List<Wanted> all = new ArrayList<>();
        all.add(namespace(project));
        for (Tenant.Role role : Tenant.Role.values()) {
            List<Tenant.Member> members =
                    tenant.members().stream().filter(one -> one.role() == role).toList();
            if (!members.isEmpty()) {
                all.add(binding(project, role, members));
            }
        }
        tenant.quota()
                .map(quota -> quota.hard().only(TenantAmounts.COMPUTE))
                .filter(hard -> !hard.isEmpty())
                .ifPresent(hard -> all.add(quota(project, hard)));
        return all;
    }

    private Wanted namespace(String project) {
        ObjectNode object = begin("v1", "Namespace", null, project);
        object.withObject("/metadata/labels")
                .put(PROJECT, project)
                .put(Tenant.LABEL, tenant.name())
                .put(NamespaceMarks.ENFORCE, tenant.podSecurity());
        return new Wanted(ResourcePath.all(NAMESPACES).named(project), object);
    }

    private Wanted binding(String project, Tenant.Role role, List<Tenant.Member> members) {
        ObjectNode object = begin(RBAC + "/v1", "RoleBinding", project, role(role));
        object.withObject("/metadata/labels")
                .put(PROJECT, project)
                .put(Tenant.LABEL, tenant.name());
        object.putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", role(role));
        ArrayNode subjects = object.putArray("subjects");
        for (Tenant.Member member : members) {
            subjects.addObject()
                    .put("apiGroup", RBAC)
                    .put("kind", member.kind())
                    .put("name", member.name());
        }
        return new Wanted(ResourcePath.all(ROLE_BINDINGS).in(project).named(role(role)), object);
    }

    /** No single project, and in no single member, can be beyond the whole. */
    private Wanted quota(String project, Usage hard) {
        ObjectNode object = begin("v1", "ResourceQuota", project, QUOTA_NAME);
        object.withObject("/metadata/labels")
                .put(PROJECT, project)
                .put(Tenant.LABEL, tenant.name());
        object.putObject("spec").set("hard", hard.toJson());
        return new Wanted(ResourcePath.all(QUOTAS).in(project).named(QUOTA_NAME), object);
    }

    private static ObjectNode begin(
            String apiVersion, String kind, @Nullable String namespace, String name) {
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        return object;
    }
}
