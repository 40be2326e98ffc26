package io.pinisi.cluster.controllers.apiservice;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares what discovery says with the API services that this controller made. */
public final class ApiServiceController implements ClusterController {
    private static final String ACCOUNT = "apiservice-registration-controller";
    private static final String MANAGED = "kube-aggregator.kubernetes.io/automanaged";
    private static final String ALL = "all";
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final GroupVersionResource SERVICES =
            GroupVersionResource.of("apiregistration.k8s.io/v1", "apiservices");
    private static final GroupVersionResource DEFINITIONS =
            GroupVersionResource.of("apiextensions.k8s.io/v1", "customresourcedefinitions");

    /** The legacy group comes first, then those of Kubernetes, then custom ones. */
    private static final int CORE = 18_000;

    private static final int BUILT_IN = 17_000;
    private static final int CUSTOM = 1000;
    private static final int FIRST_VERSION = 100;

    private final ApiClient client;
    private final Lister services;
    private final Controller<String> controller;

    public ApiServiceController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), _ -> reconcile(), 1);
        Informer informer = environment.informers().of(SERVICES);
        this.services = informer.lister();
        informer.addHandler(_ -> controller.queue().add(ALL));
        environment
                .informers()
                .metadataOf(DEFINITIONS)
                .addHandler(_ -> controller.queue().add(ALL));
    }

    @Override
    public void start() {
        controller.start();
        controller.queue().add(ALL);
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile() {
        Map<String, ObjectNode> wanted = wanted();
        for (Map.Entry<String, ObjectNode> service : wanted.entrySet()) {
            if (services.find(ObjectKey.cluster(service.getKey())).isEmpty()) {
                create(service.getValue());
            }
        }
        Set<String> stale = new HashSet<>();
        for (ObjectNode service : services.list()) {
            Metadata metadata = Metadata.of(service);
            if (metadata.labels().containsKey(MANAGED) && !wanted.containsKey(metadata.name())) {
                stale.add(metadata.name());
            }
        }
        stale.forEach(this::delete);
        return Outcome.revisit(PERIOD);
    }

    private Map<String, ObjectNode> wanted() {
        Map<String, ObjectNode> wanted = new LinkedHashMap<>();
        add(wanted, "", "v1", CORE, FIRST_VERSION);
        for (JsonNode group : Discovery.get(client, "/apis").path("groups")) {
            String name = group.path("name").asString("");
            boolean builtIn = !name.contains(".") || name.endsWith(".k8s.io");
            int priority = FIRST_VERSION;
            for (JsonNode version : group.path("versions")) {
                add(
                        wanted,
                        name,
                        version.path("version").asString(""),
                        builtIn ? BUILT_IN : CUSTOM,
                        Math.max(1, priority--));
            }
        }
        return wanted;
    }

    private static void add(
            Map<String, ObjectNode> wanted, String group, String version, int minimum, int order) {
        String name = version + "." + group;
        ObjectNode service =
                Json.object()
                        .put("apiVersion", "apiregistration.k8s.io/v1")
                        .put("kind", "APIService");
        boolean custom = minimum == CUSTOM;
        service.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put(MANAGED, custom ? "true" : "onstart");
        ObjectNode spec = service.putObject("spec");
        if (!group.isEmpty()) {
            spec.put("group", group);
        }
        spec.put("version", version);
        spec.put("groupPriorityMinimum", minimum);
        spec.put("versionPriority", order);
        wanted.put(name, service);
    }

    private void create(ObjectNode service) {
        try {
            client.create(ResourcePath.all(SERVICES), service, WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
        }
    }

    private void delete(String name) {
        try {
            client.delete(ResourcePath.all(SERVICES).named(name), null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
