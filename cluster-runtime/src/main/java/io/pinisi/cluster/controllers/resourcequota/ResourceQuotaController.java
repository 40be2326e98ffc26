package io.pinisi.cluster.controllers.resourcequota;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.usage.PodUsage;
import io.pinisi.cluster.machinery.usage.QuotaScopes;
import io.pinisi.cluster.machinery.usage.QuotaUsage;
import io.pinisi.cluster.machinery.usage.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes the status of quotas. Admission books what comes; this sees what goes. */
public final class ResourceQuotaController implements ClusterController {
    private static final String ACCOUNT = "resourcequota-controller";
    private static final Duration RESYNC = Duration.ofMinutes(5);
    private static final int PAGE = 500;
    private static final GroupVersionResource QUOTAS =
            GroupVersionResource.of("v1", "resourcequotas");
    private static final List<GroupVersionResource> COUNTED =
            List.of(
                    Resources.SERVICES,
                    Resources.CONFIG_MAPS,
                    GroupVersionResource.of("v1", "persistentvolumeclaims"),
                    GroupVersionResource.of("v1", "replicationcontrollers"),
                    GroupVersionResource.of("v1", "secrets"));

    private final ApiClient client;
    private final SharedInformers informers;
    private final Lister quotas;
    private final Controller<ObjectKey> controller;

    /** Resources that are followed for what goes away; touched by the one worker alone. */
    private final Map<GroupResource, GroupVersionResource> followed = new HashMap<>();

    public ResourceQuotaController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.informers = environment.informers();
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer quotaInformer = informers.of(QUOTAS);
        this.quotas = quotaInformer.lister();
        quotaInformer.addHandler(this::quotaChanged);
        Informer pods = informers.of(Resources.PODS);
        pods.addHandler(this::podChanged);
        followed.put(Resources.PODS.groupResource(), Resources.PODS);
        COUNTED.forEach(this::follow);
    }

    private void follow(GroupVersionResource resource) {
        followed.put(resource.groupResource(), resource);
        informers
                .metadataOf(resource)
                .addHandler(
                        change -> {
                            if (change instanceof Change.Deleted(ObjectNode object)) {
                                wake(object);
                            }
                        });
    }

    private void quotaChanged(Change change) {
        ObjectNode quota = change.object();
        boolean known =
                quota.path("spec").path("hard").equals(quota.path("status").path("hard"))
                        && quota.path("status").has("used");
        if (!(change instanceof Change.Deleted) && (change instanceof Change.Added || !known)) {
            controller.queue().add(Metadata.key(quota));
        }
    }

    private void podChanged(Change change) {
        boolean gone =
                switch (change) {
                    case Change.Deleted _ -> true;
                    case Change.Added _ -> false;
                    case Change.Updated(ObjectNode before, ObjectNode after) ->
                            PodUsage.isOver(after) && !PodUsage.isOver(before);
                };
        if (gone) {
            wake(change.object());
        }
    }

    private void wake(ObjectNode gone) {
        String namespace = Metadata.key(gone).namespace();
        if (namespace != null) {
            quotas.inNamespace(namespace)
                    .forEach(quota -> controller.queue().add(Metadata.key(quota)));
        }
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    Outcome reconcile(ObjectKey key) {
        ResourcePath path = ResourcePath.of(QUOTAS, key);
        ObjectNode quota = client.find(path).orElse(null);
        String namespace = key.namespace();
        if (quota == null || namespace == null || Metadata.of(quota).isDeleting()) {
            return Outcome.SETTLED;
        }
        Usage hard = Usage.of(quota.path("spec").get("hard"));
        Usage used = used(quota, namespace, hard.amounts().keySet());
        ObjectNode next = quota.deepCopy();
        ObjectNode status = next.putObject("status");
        status.set("hard", quota.path("spec").path("hard").deepCopy());
        status.set("used", used.toJson());
        if (!next.path("status").equals(quota.path("status"))) {
            try {
                client.update(path.sub("status"), next, WriteOptions.PLAIN);
            } catch (ApiException e) {
                if (!e.is(Reason.NOT_FOUND)) {
                    throw e;
                }
            }
        }
        return Outcome.revisit(RESYNC);
    }

    private Usage used(ObjectNode quota, String namespace, Set<String> names) {
        Set<GroupResource> resources = new HashSet<>();
        names.forEach(name -> resources.add(QuotaUsage.resourceOf(name)));
        SortedMap<String, Quantity> zeros = new TreeMap<>();
        names.forEach(name -> zeros.put(name, Quantity.ZERO));
        Usage sum = new Usage(zeros);
        for (GroupResource resource : resources) {
            GroupVersionResource served = served(resource);
            if (served != null) {
                sum = sum.plus(sum(quota, served, namespace).only(names));
            }
        }
        return sum;
    }

    private @Nullable GroupVersionResource served(GroupResource resource) {
        GroupVersionResource known = followed.get(resource);
        if (known != null) {
            return known;
        }
        for (Discovery.Resource candidate : Discovery.of(client).resources()) {
            if (candidate.name().groupResource().equals(resource) && candidate.namespaced()) {
                follow(candidate.name());
                return candidate.name();
            }
        }
        return null;
    }

    private Usage sum(ObjectNode quota, GroupVersionResource resource, String namespace) {
        Usage sum = Usage.NONE;
        String token = "";
        do {
            var page =
                    client.list(
                            ResourcePath.all(resource).in(namespace),
                            ListOptions.ALL.page(PAGE, token));
            for (ObjectNode object : page.items()) {
                if (QuotaScopes.covers(quota, resource.groupResource(), object)) {
                    sum = sum.plus(QuotaUsage.of(resource.groupResource(), object));
                }
            }
            token = page.continueToken();
        } while (!token.isEmpty());
        return sum;
    }
}
