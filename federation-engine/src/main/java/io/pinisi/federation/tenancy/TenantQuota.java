package io.pinisi.federation.tenancy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.usage.PodUsage;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.placement.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds what a tenant's templates ask for to its quota. What was let in and is not stored yet is
 * kept in mind for a moment, so that two writes at once do not both take the last of it.
 * Thread-safe.
 */
final class TenantQuota implements ValidatingPlugin {
    /** Longer than a write takes from here to where it is seen. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Tenants tenants;
    private final TenantLedger ledger;
    private final InstantSource clock;
    private final Map<TenantLedger.Entry, Pending> pending = new HashMap<>();

    private record Pending(Usage usage, Instant until) {}

    TenantQuota(Tenants tenants, ObjectLookup objects, InstantSource clock) {
        this.tenants = tenants;
        this.ledger = new TenantLedger(objects);
        this.clock = clock;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        String namespace = request.key().namespace();
        boolean writes =
                request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (object == null || namespace == null || !writes || isStatus(request)) {
            return;
        }
        Optional<Tenant> tenant = tenants.ofNamespace(namespace);
        Optional<Tenant.Quota> quota = tenant.flatMap(Tenant::quota);
        if (quota.isPresent() && !Metadata.of(object).isDeleting()) {
            judge(request, object, tenant.get(), quota.get());
        }
    }

    private static boolean isStatus(AdmissionRequest request) {
        return request.subresource().equals("status");
    }

    private void judge(
            AdmissionRequest request, ObjectNode object, Tenant tenant, Tenant.Quota quota) {
        GroupResource resource = request.resource().groupResource();
        ObjectKey key = request.key();
        int copies = ledger.copies(resource, key, request.kind());
        Usage hard = quota.hard();
        Usage wanted = TenantUsage.of(resource, object, copies).only(hard.amounts().keySet());
        ObjectNode old = request.oldObject();
        Usage before = old == null ? Usage.NONE : TenantUsage.of(resource, old, copies);
        Usage more = wanted.beyond(before);
        if (more.isEmpty()) {
            return;
        }
        demand(request, tenant, hard, object);
        String within =
                quota.scope() == Tenant.Scope.PROJECT ? String.valueOf(key.namespace()) : "";
        take(request, tenant, hard, wanted, more, within);
    }

    private synchronized void take(
            AdmissionRequest request,
            Tenant tenant,
            Usage hard,
            Usage wanted,
            Usage more,
            String within) {
        Instant now = clock.instant();
        pending.values().removeIf(one -> now.isAfter(one.until()));
        TenantLedger.Entry own =
                new TenantLedger.Entry(request.resource().groupResource(), request.key());
        Map<TenantLedger.Entry, Usage> all = ledger.entries(tenant, hard);
        pending.entrySet()
                .removeIf(
                        one ->
                                all.getOrDefault(one.getKey(), Usage.NONE)
                                        .equals(one.getValue().usage()));
        pending.forEach(
                (entry, one) -> {
                    if (Tenant.prefix(entry.namespace()).equals(tenant.name())) {
                        all.merge(entry, one.usage().only(hard.amounts().keySet()), Usage::max);
                    }
                });
        all.remove(own);
        Usage used = Usage.NONE;
        for (Map.Entry<TenantLedger.Entry, Usage> one : all.entrySet()) {
            if (within.isEmpty() || one.getKey().namespace().equals(within)) {
                used = used.plus(one.getValue());
            }
        }
        refuseBeyond(request, tenant, hard, used, wanted, more);
        if (!request.dryRun()) {
            pending.put(own, new Pending(wanted, now.plus(KEPT)));
        }
    }

    private static void refuseBeyond(
            AdmissionRequest request,
            Tenant tenant,
            Usage hard,
            Usage others,
            Usage wanted,
            Usage more) {
        Usage after = others.plus(wanted);
        TreeSet<String> exceeded = new TreeSet<>();
        for (String name : more.amounts().keySet()) {
            if (after.get(name).compareTo(hard.get(name)) > 0) {
                exceeded.add(name);
            }
        }
        if (!exceeded.isEmpty()) {
            throw refusal(
                    request,
                    "exceeded quota: tenant "
                            + tenant.name()
                            + ", requested: "
                            + more.only(exceeded)
                            + ", used: "
                            + used(after, more, exceeded)
                            + ", limited: "
                            + hard.only(exceeded));
        }
    }

    /** Also what is not used at all is named. */
    private static Usage used(Usage after, Usage more, Set<String> names) {
        SortedMap<String, Quantity> used = new TreeMap<>();
        names.forEach(name -> used.put(name, after.get(name).minus(more.get(name))));
        return new Usage(used);
    }

    /** Where CPU or memory is limited, every container has to say what it needs. */
    private static void demand(
            AdmissionRequest request, Tenant tenant, Usage hard, ObjectNode object) {
        JsonNode pod = Workloads.podSpec(object);
        if (pod == null) {
            return;
        }
        Map<String, List<String>> missing = new TreeMap<>();
        for (String name : hard.amounts().keySet()) {
            String resource = name.substring(name.indexOf('.') + 1);
            if (!resource.equals("cpu") && !resource.equals("memory")) {
                continue;
            }
            String field = name.startsWith("limits.") ? "limits" : "requests";
            for (JsonNode container : PodUsage.containers(pod)) {
                if (!container.path("resources").path(field).has(resource)) {
                    missing.computeIfAbsent(name, none -> new ArrayList<>())
                            .add(container.path("name").asString(""));
                }
            }
        }
        if (!missing.isEmpty()) {
            List<String> words = new ArrayList<>();
            missing.forEach((name, which) -> words.add(name + " for: " + String.join(",", which)));
            throw refusal(
                    request,
                    "failed quota: tenant "
                            + tenant.name()
                            + ": must specify "
                            + String.join("; ", words));
        }
    }

    private static ApiException refusal(AdmissionRequest request, String why) {
        return ApiException.forbidden(
                request.resource().groupResource(), request.key().name(), why);
    }
}
