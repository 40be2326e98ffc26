package io.pinisi.federation.status;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.interpreter.Interpreters;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Bindings;
import io.pinisi.federation.propagation.Deliveries;
import io.pinisi.federation.propagation.Delivery;
import io.pinisi.federation.propagation.ObservedObject;
import io.pinisi.federation.propagation.Templates;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the status of bindings and templates, and only what is new in it. */
public final class StatusReconciler {
    private static final String MANAGER = "pinisi-status";
    private static final Duration RECHECK = Duration.ofMillis(200);

    private final ApiClient hub;
    private final Templates templates;
    private final Bindings bindings;
    private final Deliveries deliveries;
    private final Sightings sightings;
    private final Function<Template, Optional<Decision>> decisions;
    private final Interpreters interpreters;
    private final InstantSource clock;

    public StatusReconciler(
            ApiClient hub,
            Templates templates,
            Bindings bindings,
            Deliveries deliveries,
            Sightings sightings,
            Function<Template, Optional<Decision>> decisions,
            Interpreters interpreters,
            InstantSource clock) {
        this.hub = hub;
        this.templates = templates;
        this.bindings = bindings;
        this.deliveries = deliveries;
        this.sightings = sightings;
        this.decisions = decisions;
        this.interpreters = interpreters;
        this.clock = clock;
    }

    /** The copies of a template, by cluster; empty where it is placed nowhere. */
    public List<Placed> placed(Template template) {
        List<Placed> placed = new ArrayList<>();
        bindings.find(template)
                .map(Binding::clusters)
                .ifPresent(
                        clusters ->
                                clusters.forEach(
                                        (cluster, share) ->
                                                placed.add(
                                                        new Placed(
                                                                cluster,
                                                                share,
                                                                sightings.reachability(cluster),
                                                                deliveries.find(cluster, template),
                                                                sightings.observed(
                                                                        cluster, template)))));
        return placed;
    }

    /** The object in a cluster as it was last seen, whether it is to be there or not. */
    public Optional<ObservedObject> observed(String cluster, Template template) {
        return sightings.observed(cluster, template);
    }

    public Outcome reconcile(Template template) {
        Binding binding = bindings.find(template).orElse(null);
        ObjectNode object = templates.find(template).orElse(null);
        if (binding == null || object == null || binding.isDeleting()) {
            return Outcome.SETTLED;
        }
        List<Placed> placed = placed(template);
        if (placed.stream().anyMatch(copy -> isUnsettled(copy, template))) {
            return Outcome.revisit(RECHECK);
        }
        try {
            ObjectNode report = writeBinding(binding, placed, template);
            writeTemplate(template, object, placed, report.path("aggregatedStatus"));
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    /** Right after a start nothing is known yet; that is not the same as nothing being there. */
    private boolean isUnsettled(Placed copy, Template template) {
        boolean refused =
                copy.delivery().filter(d -> d.state() == Delivery.State.FAILED).isPresent();
        return copy.reachability().ready()
                && !refused
                && !sightings.isKnown(copy.cluster(), template.kind());
    }

    private ObjectNode writeBinding(Binding binding, List<Placed> placed, Template template) {
        ObjectNode status =
                BindingReport.status(
                        binding.tree().path("status"),
                        placed,
                        decisions.apply(template),
                        clock.instant());
        ObjectNode patch = MergePatch.between(binding.tree().path("status"), status);
        if (!patch.isEmpty()) {
            bindings.patchStatus(binding, patch);
        }
        return status;
    }

    private void writeTemplate(
            Template template, ObjectNode object, List<Placed> placed, JsonNode copies) {
        Optional<ResourcePath> path = templates.path(template);
        Optional<ObjectNode> status =
                interpreters
                        .aggregated(object, copies)
                        .or(() -> Aggregation.of(object, placed, clock.instant()));
        if (path.isEmpty() || status.isEmpty()) {
            return;
        }
        ObjectNode patch = MergePatch.between(object.path("status"), status.get());
        if (!patch.isEmpty()) {
            ObjectNode body = Json.object();
            body.set("status", patch);
            hub.patch(path.get().sub("status"), PatchType.MERGE, body, WriteOptions.by(MANAGER));
        }
    }
}
