package io.pinisi.federation.rebalance;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has the workloads that a WorkloadRebalancer names placed anew, says of each what came of it, and
 * takes the rebalancer away when its time is over.
 */
public final class Rebalancers implements AutoCloseable {
    private static final String MANAGER = "pinisi-rebalance";
    private static final Duration RECHECK = Duration.ofMillis(200);

    private final ApiClient hub;
    private final Bindings bindings;
    private final BiConsumer<Template, Instant> placeAnew;
    private final InstantSource clock;
    private final Mirror<ObjectNode> mirror;
    private final Controller<String> controller;

    /**
     * @param placeAnew asks for a decision that owes nothing to those before the moment
     */
    public Rebalancers(
            ApiClient hub,
            Bindings bindings,
            BiConsumer<Template, Instant> placeAnew,
            InstantSource clock) {
        this.hub = hub;
        this.bindings = bindings;
        this.placeAnew = placeAnew;
        this.clock = clock;
        this.controller = Controller.of("rebalancers", clock, this::reconcile, 1);
        this.mirror =
                new Mirror<>(
                        "rebalancers",
                        hub,
                        Mirror.Source.all(FederationKinds.REBALANCERS, "WorkloadRebalancer"),
                        object -> object,
                        (key, before, after) -> controller.queue().add(key.name()));
    }

    public void start() {
        mirror.start();
        controller.start();
    }

    private Outcome reconcile(String name) {
        ObjectNode rebalancer = mirror.find(ObjectKey.cluster(name)).orElse(null);
        if (rebalancer == null || Metadata.of(rebalancer).isDeleting()) {
            return Outcome.SETTLED;
        }
        ObjectNode status = status(rebalancer);
        ObjectNode patch = MergePatch.between(rebalancer.path("status"), status);
        if (!patch.isEmpty()) {
            ObjectNode body = Json.object();
            body.set("status", patch);
            hub.patch(path(name).sub("status"), PatchType.MERGE, body, WriteOptions.by(MANAGER));
        }
        return status.has("finishTime")
                ? expire(name, rebalancer, status)
                : Outcome.revisit(RECHECK);
    }

    private ObjectNode status(ObjectNode rebalancer) {
        Instant asked =
                Objects.requireNonNullElse(
                        Metadata.of(rebalancer).creationTimestamp(), Instant.EPOCH);
        JsonNode before = rebalancer.path("status");
        ObjectNode status = Json.object();
        ArrayNode observed = status.putArray("observedWorkloads");
        boolean finished = true;
        for (JsonNode workload : rebalancer.path("spec").path("workloads")) {
            ObjectNode item = observed.addObject();
            item.set("workload", workload);
            JsonNode known = known(before, workload);
            if (known.has("result")) {
                item.setAll((ObjectNode) known);
            } else {
                finished &= answer(item, template(workload), asked);
            }
        }
        status.put("observedGeneration", Metadata.of(rebalancer).generation());
        if (finished) {
            String now = Timestamps.seconds(clock.instant());
            status.put("finishTime", before.path("finishTime").asString(now));
        }
        return status;
    }

    private static JsonNode known(JsonNode status, JsonNode workload) {
        for (JsonNode item : status.path("observedWorkloads")) {
            if (item.path("workload").equals(workload)) {
                return item;
            }
        }
        return Json.object();
    }

    /** Returns whether there is an answer. */
    private boolean answer(ObjectNode item, Template template, Instant asked) {
        Optional<Binding> binding = bindings.find(template).filter(one -> !one.isDeleting());
        if (binding.isEmpty()) {
            item.put("result", "Failed").put("reason", "ReferencedBindingNotFound");
            return true;
        }
        if (!binding.get().rescheduled().isBefore(asked)) {
            item.put("result", "Successful");
            return true;
        }
        placeAnew.accept(template, asked);
        return false;
    }

    private static Template template(JsonNode workload) {
        return new Template(
                GroupVersionKind.of(
                        workload.path("apiVersion").asString(""),
                        workload.path("kind").asString("")),
                new ObjectKey(
                        Json.text(workload, "namespace"), workload.path("name").asString("")));
    }

    private Outcome expire(String name, ObjectNode rebalancer, ObjectNode status) {
        JsonNode ttl = rebalancer.path("spec").path("ttlSecondsAfterFinished");
        if (!ttl.isNumber()) {
            return Outcome.SETTLED;
        }
        Instant end = time(status.path("finishTime")).plusSeconds(ttl.asLong());
        if (clock.instant().isBefore(end)) {
            return Outcome.revisit(Duration.between(clock.instant(), end));
        }
        try {
            hub.delete(path(name), null);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    private Instant time(JsonNode text) {
        try {
            return Instant.parse(text.asString(""));
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }

    private static ResourcePath path(String name) {
        return ResourcePath.of(FederationKinds.REBALANCERS, ObjectKey.cluster(name));
    }

    @Override
    public void close() {
        controller.close();
        mirror.close();
    }
}
