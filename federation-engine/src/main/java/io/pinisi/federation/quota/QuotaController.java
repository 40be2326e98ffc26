package io.pinisi.federation.quota;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings the parts of quotas into the clusters they are for, and reports what is used. */
public final class QuotaController implements AutoCloseable {
    static final String FINALIZER = "pinisi.io/federated-quota";

    /** On the ResourceQuotas that are made from quotas of the hub. */
    static final String MADE = "pinisi.io/federated-quota";

    private static final GroupVersionResource PARTS =
            GroupVersionResource.of("v1", "resourcequotas");
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-federation").forced();

    /** What is used changes without a word to us. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final ApiClient hub;
    private final Fleet fleet;
    private final QuotaBook book;
    private final StatusWriter statuses;
    private final Mirror<ObjectNode> quotas;
    private final Controller<ObjectKey> controller;

    /** The clusters that parts go to. */
    public interface Fleet {
        /** By name, those that are Ready. */
        Map<String, ApiClient> reachable();

        /** All of them, Ready or not. */
        Set<String> names();

        /** Makes the namespace in the cluster where it is missing. */
        void open(String cluster, String namespace);
    }

    public QuotaController(ApiClient hub, Fleet fleet, QuotaBook book, InstantSource clock) {
        this.hub = hub;
        this.fleet = fleet;
        this.book = book;
        this.statuses = new StatusWriter(hub, FederationKinds.FEDERATED_QUOTAS);
        this.controller = Controller.of("federated-quota", clock, this::reconcile, 1);
        this.quotas =
                new Mirror<>(
                        "federated-quotas",
                        hub,
                        Mirror.Source.all(
                                FederationKinds.FEDERATED_QUOTAS, "FederatedResourceQuota"),
                        object -> object,
                        (key, before, after) -> {
                            book.put(key, after == null ? null : FederatedQuota.of(after));
                            controller.queue().add(key);
                        });
    }

    /** Returns when the limits are known, so that nothing is placed beyond them. */
    public void start(Duration wait) throws InterruptedException {
        quotas.start();
        if (!quotas.awaitSync(wait)) {
            throw new ApiException(Reason.TIMEOUT, "the hub does not list its quotas");
        }
    }

    /** Begins to work on members. */
    public void begin() {
        controller.start();
    }

    private Outcome reconcile(ObjectKey key) {
        ObjectNode object = quotas.find(key).orElse(null);
        if (object == null) {
            return Outcome.SETTLED;
        }
        FederatedQuota quota = FederatedQuota.of(object);
        if (Metadata.of(object).isDeleting()) {
            return leave(object, quota);
        }
        boolean held = Metadata.of(object).finalizers().contains(FINALIZER);
        if (!quota.assignments().isEmpty() && !held) {
            finalizers(object, true);
            return Outcome.SETTLED; // asked again when it is seen
        }
        Map<String, JsonNode> parts = bring(quota);
        statuses.write(
                object,
                QuotaReport.status(
                        quota, parts, book.used(Objects.requireNonNull(key.namespace()))));
        return Outcome.revisit(LOOK_AGAIN);
    }

    /** Returns what the clusters within reach say of their parts. */
    private Map<String, JsonNode> bring(FederatedQuota quota) {
        Map<String, JsonNode> parts = new TreeMap<>();
        fleet.reachable()
                .forEach(
                        (cluster, member) -> {
                            if (!quota.assignments().containsKey(cluster)) {
                                remove(member, quota.key());
                                return;
                            }
                            fleet.open(cluster, Objects.requireNonNull(quota.key().namespace()));
                            ObjectNode part = part(quota, cluster);
                            ObjectNode applied =
                                    member.apply(ResourcePath.of(PARTS, quota.key()), part, WRITE);
                            parts.put(cluster, applied.path("status"));
                        });
        return parts;
    }

    private static ObjectNode part(FederatedQuota quota, String cluster) {
        ObjectNode part = Json.object().put("apiVersion", "v1").put("kind", "ResourceQuota");
        ObjectNode metadata = part.putObject("metadata").put("name", quota.key().name());
        metadata.put("namespace", quota.key().namespace());
        metadata.putObject("labels").put(MADE, "true");
        part.putObject("spec")
                .set("hard", Objects.requireNonNull(quota.assignments().get(cluster)).tree());
        return part;
    }

    /** Only what was made from a quota of the hub. */
    private static void remove(ApiClient member, ObjectKey key) {
        member
                .list(
                        ResourcePath.all(PARTS).in(key.namespace()),
                        ListOptions.ALL.labels(MADE + "=true"))
                .items()
                .stream()
                .filter(part -> Metadata.of(part).name().equals(key.name()))
                .forEach(part -> member.delete(ResourcePath.of(PARTS, key), null));
    }

    /** A cluster that is away keeps the quota until it is back or is no member any more. */
    private Outcome leave(ObjectNode object, FederatedQuota quota) {
        if (!Metadata.of(object).finalizers().contains(FINALIZER)) {
            return Outcome.SETTLED;
        }
        Map<String, ApiClient> reachable = fleet.reachable();
        reachable.values().forEach(member -> remove(member, quota.key()));
        boolean clean =
                quota.assignments().keySet().stream()
                        .filter(fleet.names()::contains)
                        .allMatch(reachable::containsKey);
        if (!clean) {
            return Outcome.revisit(LOOK_AGAIN);
        }
        finalizers(object, false);
        return Outcome.SETTLED;
    }

    private void finalizers(ObjectNode object, boolean present) {
        ObjectNode patch = Json.object();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", Metadata.of(object).resourceVersion());
        ArrayNode finalizers = metadata.putArray("finalizers");
        Metadata.of(object).finalizers().stream()
                .filter(one -> !one.equals(FINALIZER))
                .forEach(finalizers::add);
        if (present) {
            finalizers.add(FINALIZER);
        }
        hub.patch(
                ResourcePath.of(FederationKinds.FEDERATED_QUOTAS, Metadata.key(object)),
                PatchType.MERGE,
                patch,
                WriteOptions.by("pinisi-federation"));
    }

    @Override
    public void close() {
        controller.close();
        quotas.close();
    }
}
