package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.fleet.ObjectSummary;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.whatif.Change;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.placement.RebalanceService;
import io.pinisi.portal.placement.RebalanceStep;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** WorkloadRebalancers of the hub, simulated by the engine before they are written. */
final class HubRebalance implements RebalanceService {
    private static final String MANAGER = "pinisi-portal";
    private static final int KEPT_SECONDS = 86_400;
    private static final int STEPS_SHOWN = 200;

    private final People people;
    private final Changes changes;

    HubRebalance(People people, Changes changes) {
        this.people = people;
        this.changes = changes;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Impact preview(Identity who, Set<String> objects) {
        FleetView view = people.view(who);
        return Impacts.of(view.simulate(new Change.Rebalanced(chosen(view, objects))));
    }

    private static Set<Template> chosen(FleetView view, Set<String> objects) {
        return view.applications().stream()
                .flatMap(application -> application.workloads().stream())
                .map(ObjectSummary::template)
                .filter(one -> objects.isEmpty() || objects.contains(one.toString()))
                .collect(Collectors.toSet());
    }

    @Override
    public boolean mayStart(Identity who) {
        return people.view(who).may("create", FederationKinds.REBALANCERS, "");
    }

    @Override
    public void start(Identity who, Set<String> objects) {
        Set<Template> chosen = objects.isEmpty() ? Set.of() : chosen(people.view(who), objects);
        if (chosen.size() != objects.size() || chosen.isEmpty()) {
            throw new ApiException(
                    Reason.CONFLICT, "some of the workloads are not there any more; look again");
        }
        people.hub(who)
                .create(
                        ResourcePath.all(FederationKinds.REBALANCERS),
                        rebalancer(chosen),
                        WriteOptions.by(MANAGER).strict());
    }

    static ObjectNode rebalancer(Set<Template> chosen) {
        ObjectNode object = Json.object();
        object.put("apiVersion", FederationKinds.REBALANCERS.apiVersion());
        object.put("kind", "WorkloadRebalancer");
        object.putObject("metadata").put("generateName", "portal-");
        ObjectNode spec = object.putObject("spec");
        spec.put("ttlSecondsAfterFinished", KEPT_SECONDS);
        ArrayNode workloads = spec.putArray("workloads");
        chosen.stream()
                .sorted(Comparator.comparing(Template::toString))
                .forEach(
                        one ->
                                workloads
                                        .addObject()
                                        .put("apiVersion", one.kind().apiVersion())
                                        .put("kind", one.kind().kind())
                                        .put("namespace", one.key().namespace())
                                        .put("name", one.key().name()));
        return object;
    }

    /** A person who may not list runs is shown none. */
    @Override
    public List<RebalanceStep> steps(Identity who) {
        try {
            return people
                    .hub(who)
                    .list(ResourcePath.all(FederationKinds.REBALANCERS), ListOptions.ALL)
                    .items()
                    .stream()
                    .flatMap(run -> steps(run).stream())
                    .sorted(
                            Comparator.comparing(
                                            RebalanceStep::asked,
                                            Comparator.nullsFirst(Comparator.naturalOrder()))
                                    .reversed()
                                    .thenComparing(RebalanceStep::object))
                    .limit(STEPS_SHOWN)
                    .toList();
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN)) {
                return List.of();
            }
            throw e;
        }
    }

    static List<RebalanceStep> steps(ObjectNode run) {
        Metadata metadata = Metadata.of(run);
        JsonNode status = run.path("status");
        List<RebalanceStep> steps = new ArrayList<>();
        for (JsonNode workload : run.path("spec").path("workloads")) {
            steps.add(
                    new RebalanceStep(
                            metadata.name(),
                            words(workload),
                            result(status, workload),
                            metadata.creationTimestamp(),
                            Trees.time(status, "finishTime")));
        }
        return steps;
    }

    private static String words(JsonNode workload) {
        String namespace = Trees.text(workload, "namespace");
        return Trees.text(workload, "kind")
                + " "
                + (namespace.isEmpty() ? "" : namespace + "/")
                + Trees.text(workload, "name");
    }

    private static Status result(JsonNode status, JsonNode workload) {
        for (JsonNode item : status.path("observedWorkloads")) {
            if (item.path("workload").equals(workload)) {
                return switch (Trees.text(item, "result")) {
                    case "Successful" -> Status.healthy("Placed anew");
                    case "Failed" -> new Status(Level.FAILED, "Failed", Trees.text(item, "reason"));
                    default -> Status.of(Level.PROGRESSING, "Being placed");
                };
            }
        }
        return Status.of(Level.PROGRESSING, "Waiting");
    }
}
