package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.Concurrently;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows the stored schemas and levels, keeps those that every server begins with, and says of
 * each schema whether its level exists.
 */
public final class FlowKeeper implements AutoCloseable {
    /** Also the manager of the fields that it sets. */
    public static final String NAME = "api-priority-and-fairness-config-consumer-v1";

    private static final String ALL = "all";
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** As often as the original. */
    private static final Duration LENDING_PERIOD = Duration.ofSeconds(10);

    /** The last change of a first list is told before the list counts as complete. */
    private static final Duration UNSYNCED = Duration.ofMillis(50);

    private static final ResourcePath SCHEMAS = collection("flowschemas");
    private static final ResourcePath LEVELS = collection("prioritylevelconfigurations");

    private final Fairness fairness;
    private final ApiClient client;
    private final InstantSource clock;
    private final Informer schemas;
    private final Informer levels;
    private final Controller<String> controller;
    private final Controller<String> lender;

    /**
     * @param client of an administrator, whose requests are exempt
     */
    public FlowKeeper(Fairness fairness, ApiClient client, InstantSource clock) {
        this.fairness = fairness;
        this.client = client;
        this.clock = clock;
        this.controller = Controller.of(NAME, clock, _ -> reconcile(), 1);
        this.lender = Controller.of("seat-borrowing", clock, _ -> shareOut(), 1);
        this.schemas = informer(SCHEMAS);
        this.levels = informer(LEVELS);
    }

    private static ResourcePath collection(String resource) {
        return ResourcePath.all(GroupVersionResource.of(BootstrapFlows.API_VERSION, resource));
    }

    private Informer informer(ResourcePath collection) {
        Informer informer =
                new Informer(client, collection, ListOptions.ALL, InformerLimits.STANDARD);
        informer.addHandler(_ -> controller.queue().add(ALL));
        return informer;
    }

    /** Returns when the first objects stand and are followed. */
    public void start() {
        List<ObjectNode> presentSchemas = client.list(SCHEMAS, ListOptions.ALL).items();
        List<ObjectNode> presentLevels = client.list(LEVELS, ListOptions.ALL).items();
        if (keep(presentSchemas, presentLevels)) {
            presentSchemas = client.list(SCHEMAS, ListOptions.ALL).items();
            presentLevels = client.list(LEVELS, ListOptions.ALL).items();
        }
        follow(presentSchemas, presentLevels);
        schemas.start();
        levels.start();
        controller.start();
        lender.start();
        lender.queue().add(ALL);
    }

    private Outcome shareOut() {
        fairness.shareOut();
        return Outcome.revisit(LENDING_PERIOD);
    }

    private void follow(List<ObjectNode> presentSchemas, List<ObjectNode> presentLevels) {
        fairness.follow(
                presentSchemas.stream().map(FlowSchema::of).toList(),
                presentLevels.stream().map(PriorityLevel::of).toList());
    }

    private Outcome reconcile() {
        if (!schemas.hasSynced() || !levels.hasSynced()) {
            return Outcome.revisit(UNSYNCED);
        }
        follow(schemas.lister().list(), levels.lister().list());
        keep(schemas.lister().list(), levels.lister().list());
        schemas.lister().list().forEach(this::tellWhetherDangling);
        return Outcome.revisit(PERIOD);
    }

    /** Whether anything had to be written. */
    private boolean keep(List<ObjectNode> presentSchemas, List<ObjectNode> presentLevels) {
        BootstrapFlows wanted = BootstrapFlows.load();
        List<Runnable> writes = new ArrayList<>();
        addWrites(writes, LEVELS, wanted.levels(), presentLevels);
        addWrites(writes, SCHEMAS, wanted.schemas(), presentSchemas);
        Concurrently.run(writes);
        return !writes.isEmpty();
    }

    private void addWrites(
            List<Runnable> writes,
            ResourcePath collection,
            List<ObjectNode> wanted,
            List<ObjectNode> present) {
        Map<String, ObjectNode> byName = new HashMap<>();
        present.forEach(object -> byName.put(Metadata.of(object).name(), object));
        for (ObjectNode one : wanted) {
            String name = Metadata.of(one).name();
            ObjectNode live = byName.get(name);
            if (live == null) {
                writes.add(() -> create(collection, one));
            } else if (isOurs(live) && !one.path("spec").equals(live.path("spec"))) {
                writes.add(() -> restore(collection.named(name), live, one.path("spec")));
            }
        }
    }

    private static boolean isOurs(ObjectNode live) {
        return "true".equals(Metadata.of(live).annotations().get(BootstrapFlows.AUTO_UPDATE));
    }

    private void create(ResourcePath collection, ObjectNode wanted) {
        try {
            client.create(collection, wanted, WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS)) {
                throw e;
            }
        }
    }

    private void restore(ResourcePath path, ObjectNode live, JsonNode spec) {
        ObjectNode restored = live.deepCopy();
        restored.set("spec", spec);
        client.update(path, restored, WriteOptions.PLAIN);
    }

    private void tellWhetherDangling(ObjectNode schema) {
        String level = FlowSchema.of(schema).level();
        boolean found = levels.lister().find(ObjectKey.cluster(level)).isPresent();
        String status = found ? "False" : "True";
        for (JsonNode condition : schema.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Dangling")
                    && condition.path("status").asString("").equals(status)) {
                return;
            }
        }
        ObjectNode patch = Json.object();
        patch.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Dangling")
                .put("status", status)
                .put("reason", found ? "Found" : "NotFound")
                .put(
                        "message",
                        ("This FlowSchema references the PriorityLevelConfiguration object named"
                                                + " \"%s\" ")
                                        .formatted(level)
                                + (found ? "and it exists" : "but there is no such object"))
                .put("lastTransitionTime", Timestamps.seconds(clock.instant()));
        try {
            client.patch(
                    SCHEMAS.named(Metadata.of(schema).name()).sub("status"),
                    PatchType.STRATEGIC,
                    patch,
                    WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        schemas.close();
        levels.close();
        controller.close();
        lender.close();
    }
}
