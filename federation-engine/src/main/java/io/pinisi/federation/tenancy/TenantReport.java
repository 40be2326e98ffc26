package io.pinisi.federation.tenancy;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what has been made of a tenant into its status. */
final class TenantReport {
    private final ApiClient hub;
    private final InstantSource clock;

    TenantReport(ApiClient hub, InstantSource clock) {
        this.hub = hub;
        this.clock = clock;
    }

    /**
     * @param left namespaces that are no projects, with what is in them; empty for those ending
     * @param faults what could not be made
     */
    void write(ObjectNode object, Tenant tenant, Map<String, String> left, List<String> faults) {
        ObjectNode status =
                object.get("status") instanceof ObjectNode before
                        ? before.deepCopy()
                        : Json.object();
        status.put("observedGeneration", Metadata.of(object).generation());
        List<String> clusters = clusters(tenant);
        ArrayNode allowed = status.putArray("clusters");
        clusters.forEach(allowed::add);
        projects(status, tenant, left);
        quota(status, tenant);
        conditions(status, clusters, left, faults, tenant);
        try {
            new StatusWriter(hub, FederationKinds.TENANTS).write(object, status);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    private List<String> clusters(Tenant tenant) {
        return hub
                .list(ResourcePath.all(FederationKinds.CLUSTERS), ListOptions.ALL)
                .items()
                .stream()
                .map(Metadata::of)
                .filter(cluster -> tenant.territory().admits(cluster.name(), cluster.labels()))
                .map(Metadata::name)
                .sorted()
                .toList();
    }

    private static void projects(ObjectNode status, Tenant tenant, Map<String, String> left) {
        ArrayNode projects = status.putArray("projects");
        if (!tenant.leaving()) {
            for (String project : new TreeSet<>(tenant.projects())) {
                projects.addObject().put("name", project).put("state", "Ready");
            }
        }
        left.forEach(
                (name, contents) -> {
                    ObjectNode one = projects.addObject().put("name", name);
                    one.put("state", contents.isEmpty() ? "Ending" : "Left");
                    if (!contents.isEmpty()) {
                        one.put("message", "holds " + contents);
                    }
                });
    }

    private void quota(ObjectNode status, Tenant tenant) {
        if (tenant.quota().isEmpty()) {
            status.remove("quota");
            return;
        }
        Map<String, Usage> used =
                new TenantLedger(new ListedObjects(hub))
                        .byProject(tenant, tenant.quota().get().hard());
        ObjectNode quota = status.putObject("quota");
        quota.set("used", TenantLedger.sum(used.values()).toJson());
        ArrayNode projects = quota.putArray("projects");
        used.forEach(
                (name, usage) ->
                        projects.addObject().put("name", name).set("used", usage.toJson()));
    }

    private void conditions(
            ObjectNode status,
            List<String> clusters,
            Map<String, String> left,
            List<String> faults,
            Tenant tenant) {
        Condition placed =
                clusters.isEmpty()
                        ? Condition.of(
                                "ClustersAllowed",
                                false,
                                "NoCluster",
                                "no cluster is named or matches the selector")
                        : Condition.of(
                                "ClustersAllowed", true, "Resolved", String.join(", ", clusters));
        Conditions.set(status, placed, clock.instant());
        Conditions.set(status, ready(left, faults, tenant), clock.instant());
    }

    private static Condition ready(Map<String, String> left, List<String> faults, Tenant tenant) {
        String kept =
                left.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> entry.getKey() + " holds " + entry.getValue())
                        .collect(Collectors.joining("; "));
        if (!faults.isEmpty()) {
            return Condition.of("Ready", false, "NotEffective", String.join("; ", faults));
        }
        if (tenant.leaving()) {
            return Condition.of(
                    "Ready",
                    false,
                    "NamespacesRemain",
                    kept.isEmpty()
                            ? "its namespaces are ending"
                            : kept
                                    + "; delete what is there, or annotate the tenant with "
                                    + TenantController.RELEASE
                                    + "=true to give the namespaces away as they are");
        }
        return kept.isEmpty()
                ? Condition.of("Ready", true, "Effective", "all of it is in place")
                : Condition.of("Ready", true, "ProjectsLeft", kept);
    }
}
