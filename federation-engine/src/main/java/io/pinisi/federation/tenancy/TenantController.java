package io.pinisi.federation.tenancy;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes tenants effective on the hub: their namespaces, the rights of their people and their
 * quotas, put right whenever somebody changes them. What a tenant does not say any more is taken
 * away; a namespace only when nothing of anybody's is in it. Until then the tenant stays, without
 * its people, so that its limits still hold for what is left.
 *
 * <p>Into members all of it goes as everything else does: by a policy and the engine.
 */
public final class TenantController implements AutoCloseable {
    static final String FINALIZER = "pinisi.io/tenant";

    /**
     * Set to {@code true} on a tenant that is deleted, it gives its namespaces away as they are.
     */
    static final String RELEASE = "pinisi.io/release-namespaces";

    private static final WriteOptions WRITE = WriteOptions.by("pinisi-tenancy").forced();

    /** What is used, and what is left in namespaces, changes without a word to us. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final ApiClient hub;
    private final TenantReport report;
    private final Controller<String> controller;
    private final List<Mirror<ObjectNode>> mirrors;
    private final Mirror<ObjectNode> tenants;

    /**
     * @param hub as the engine
     */
    public TenantController(ApiClient hub, InstantSource clock) {
        this.hub = hub;
        this.report = new TenantReport(hub, clock);
        this.controller = Controller.of("tenants", clock, this::reconcile, 1);
        this.tenants =
                new Mirror<>(
                        "tenants",
                        hub,
                        Mirror.Source.all(FederationKinds.TENANTS, "Tenant"),
                        tenant -> tenant,
                        (key, before, after) -> controller.queue().add(key.name()));
        this.mirrors =
                List.of(
                        tenants,
                        marked(TenantObjects.NAMESPACES, "Namespace", Tenant.LABEL),
                        marked(TenantObjects.ROLE_BINDINGS, "RoleBinding", TenantObjects.PROJECT),
                        marked(TenantObjects.QUOTAS, "ResourceQuota", TenantObjects.PROJECT),
                        new Mirror<>(
                                "tenants-clusters",
                                hub,
                                Mirror.Source.all(FederationKinds.CLUSTERS, "Cluster"),
                                cluster -> cluster,
                                this::clusterChanged));
    }

    private Mirror<ObjectNode> marked(GroupVersionResource resource, String kind, String label) {
        return new Mirror<>(
                "tenants-" + resource.resource(),
                hub,
                new Mirror.Source(
                        ResourcePath.all(resource),
                        GroupVersionKind.of(resource.apiVersion(), kind),
                        ListOptions.ALL.labels(label)),
                object -> object,
                (key, before, after) -> look(key));
    }

    private void look(ObjectKey key) {
        String namespace = Objects.requireNonNullElse(key.namespace(), key.name());
        controller.queue().add(Tenant.prefix(namespace));
    }

    /** The heartbeats of a cluster mean nothing for tenants. */
    private void clusterChanged(
            ObjectKey key, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        boolean same =
                before != null
                        && after != null
                        && Metadata.of(before).labels().equals(Metadata.of(after).labels());
        if (!same) {
            tenants.all().forEach(tenant -> controller.queue().add(Metadata.of(tenant).name()));
        }
    }

    /** Returns when what there is has been seen. */
    public void start(Duration wait) throws InterruptedException {
        mirrors.forEach(Mirror::start);
        for (Mirror<ObjectNode> mirror : mirrors) {
            if (!mirror.awaitSync(wait)) {
                throw new ApiException(Reason.TIMEOUT, "the hub does not list its tenants");
            }
        }
        controller.start();
    }

    private Outcome reconcile(String name) {
        ObjectNode object = hub.find(path(name)).orElse(null);
        if (object == null) {
            return Outcome.SETTLED;
        }
        Tenant tenant = Tenant.of(object);
        if (tenant.leaving()) {
            return leave(object, tenant);
        }
        if (!Metadata.of(object).finalizers().contains(FINALIZER)) {
            finalizers(object, true);
        }
        List<String> faults = new ArrayList<>();
        for (String project : new TreeSet<>(tenant.projects())) {
            put(tenant, project, faults);
        }
        Map<String, String> left = leftovers(tenant);
        report.write(object, tenant, left, faults);
        return Outcome.revisit(LOOK_AGAIN);
    }

    private void put(Tenant tenant, String project, List<String> faults) {
        Set<String> names = new TreeSet<>();
        for (TenantObjects.Wanted wanted : new TenantObjects(tenant).of(project)) {
            names.add(wanted.path().path());
            try {
                apply(wanted);
            } catch (ApiException e) {
                faults.add(project + ": " + e.getMessage());
            }
        }
        removeMarked(project, names);
    }

    /** What a binding binds to cannot be changed, so one that was bent is made anew. */
    private void apply(TenantObjects.Wanted wanted) {
        try {
            hub.apply(wanted.path(), wanted.object(), WRITE);
        } catch (ApiException e) {
            if (!e.is(Reason.INVALID) || wanted.path().namespace() == null) {
                throw e;
            }
            hub.delete(wanted.path(), null);
            hub.apply(wanted.path(), wanted.object(), WRITE);
        }
    }

    /** Rights and quotas of ours that are not wanted any more. */
    private void removeMarked(String namespace, Set<String> wanted) {
        for (GroupVersionResource resource :
                List.of(TenantObjects.ROLE_BINDINGS, TenantObjects.QUOTAS)) {
            ResourcePath all = ResourcePath.all(resource).in(namespace);
            for (ObjectNode object :
                    hub.list(all, ListOptions.ALL.labels(TenantObjects.PROJECT)).items()) {
                ResourcePath path = all.named(Metadata.of(object).name());
                if (!wanted.contains(path.path())) {
                    delete(path);
                }
            }
        }
    }

    private void delete(ResourcePath path) {
        try {
            hub.delete(path, null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    /**
     * Takes away what belongs to namespaces that are no projects: the rights at once, the namespace
     * when it is empty.
     *
     * @return what is in those that are left, by name
     */
    private Map<String, String> leftovers(Tenant tenant) {
        Map<String, String> left = new TreeMap<>();
        for (ObjectNode namespace : namespaces(tenant.name())) {
            String name = Metadata.of(namespace).name();
            if (!tenant.leaving() && tenant.projects().contains(name)) {
                continue;
            }
            removeMarked(name, Set.of());
            if (Metadata.of(namespace).isDeleting()) {
                left.put(name, "");
                continue;
            }
            Contents contents = Contents.of(hub, name);
            left.put(name, contents.toString());
            if (contents.isEmpty()) {
                delete(ResourcePath.all(TenantObjects.NAMESPACES).named(name));
            }
        }
        return left;
    }

    private List<ObjectNode> namespaces(String tenant) {
        return hub.list(
                        ResourcePath.all(TenantObjects.NAMESPACES),
                        ListOptions.ALL.labels(Tenant.LABEL + "=" + tenant))
                .items();
    }

    private Outcome leave(ObjectNode object, Tenant tenant) {
        if (!Metadata.of(object).finalizers().contains(FINALIZER)) {
            return Outcome.SETTLED;
        }
        boolean release = "true".equals(Metadata.of(object).annotation(RELEASE));
        Map<String, String> left = release ? released(tenant) : leftovers(tenant);
        if (left.isEmpty()) {
            finalizers(object, false);
            return Outcome.SETTLED;
        }
        report.write(object, tenant, left, List.of());
        return Outcome.revisit(LOOK_AGAIN);
    }

    /** Keeps the namespaces with all that is in them, without the tenant's rights and quotas. */
    private Map<String, String> released(Tenant tenant) {
        for (ObjectNode namespace : namespaces(tenant.name())) {
            removeMarked(Metadata.of(namespace).name(), Set.of());
        }
        return Map.of();
    }

    private void finalizers(ObjectNode tenant, boolean held) {
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", Metadata.of(tenant).resourceVersion());
        ArrayNode list = metadata.putArray("finalizers");
        Metadata.of(tenant).finalizers().stream()
                .filter(one -> !one.equals(FINALIZER))
                .forEach(list::add);
        if (held) {
            list.add(FINALIZER);
        }
        ObjectNode now =
                hub.patch(
                        path(Metadata.of(tenant).name()),
                        PatchType.MERGE,
                        patch,
                        WriteOptions.PLAIN);
        if (held) {
            tenant.set("metadata", now.path("metadata"));
        }
    }

    private static ResourcePath path(String name) {
        return ResourcePath.of(FederationKinds.TENANTS, ObjectKey.cluster(name));
    }

    @Override
    public void close() {
        controller.close();
        mirrors.forEach(Mirror::close);
    }
}
