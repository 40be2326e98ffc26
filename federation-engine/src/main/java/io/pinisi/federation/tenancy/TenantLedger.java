package io.pinisi.federation.tenancy;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.usage.QuotaUsage;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.kinds.TenantAmounts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a tenant's templates use of its quota, as they are stored. */
record TenantLedger(ObjectLookup objects) {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    /** One template. */
    record Entry(GroupResource resource, ObjectKey key) {
        String namespace() {
            return Objects.requireNonNullElse(key.namespace(), "");
        }
    }

    /** By template, of the names that are limited. */
    Map<Entry, Usage> entries(Tenant tenant, Usage hard) {
        Set<GroupResource> counted = new HashSet<>();
        for (String name : hard.amounts().keySet()) {
            if (TenantAmounts.COMPUTE.contains(name)) {
                counted.addAll(TenantUsage.WORKLOADS);
            } else {
                counted.add(QuotaUsage.resourceOf(name));
            }
        }
        Map<Entry, Usage> entries = new HashMap<>();
        for (String namespace : namespaces(tenant)) {
            for (GroupResource resource : counted) {
                for (ApiObject object : objects.all(resource, namespace)) {
                    ObjectNode tree = object.tree();
                    int copies = copies(resource, object.key(), Template.of(tree).kind());
                    entries.put(
                            new Entry(resource, object.key()),
                            TenantUsage.of(resource, tree, copies).only(hard.amounts().keySet()));
                }
            }
        }
        return entries;
    }

    /** By namespace, projects without anything included. */
    Map<String, Usage> byProject(Tenant tenant, Usage hard) {
        Map<String, Usage> used = new TreeMap<>();
        tenant.projects().forEach(project -> used.put(project, Usage.NONE));
        entries(tenant, hard)
                .forEach((entry, usage) -> used.merge(entry.namespace(), usage, Usage::plus));
        return used;
    }

    static Usage sum(Collection<Usage> parts) {
        return parts.stream().reduce(Usage.NONE, Usage::plus);
    }

    private List<String> namespaces(Tenant tenant) {
        return objects.all(NAMESPACES, null).stream()
                .map(namespace -> namespace.key().name())
                .filter(name -> Tenant.prefix(name).equals(tenant.name()))
                .toList();
    }

    /** In how many clusters all of it runs: known of what was placed already. */
    int copies(GroupResource resource, ObjectKey key, GroupVersionKind kind) {
        if (!TenantUsage.WORKLOADS.contains(resource) || key.name().isEmpty()) {
            return 1;
        }
        ObjectKey binding = Binding.keyOf(new Template(kind, key));
        return objects.find(FederationKinds.BINDINGS.groupResource(), binding)
                .map(ApiObject::tree)
                .map(TenantLedger::copies)
                .orElse(1);
    }

    private static int copies(JsonNode binding) {
        JsonNode spec = binding.path("spec");
        String type =
                spec.path("placement")
                        .path("replicaScheduling")
                        .path("replicaSchedulingType")
                        .asString("");
        boolean divided = type.toLowerCase(Locale.ROOT).equals("divided");
        return divided ? 1 : Math.max(1, spec.path("clusters").size());
    }
}
