package io.pinisi.federation.rollout;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.admission.MutatingPlugin;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.approval.People;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Four eyes at the gates of a rollout. Who opens one sets {@code spec.approved}; here it becomes an
 * entry of {@code spec.approvals} under the name that the request came with and with an end. Nobody
 * writes those himself, nobody opens a gate for his own change, and nobody gets round a gate by
 * deleting the Rollout.
 */
final class GateApprovals implements MutatingPlugin, ValidatingPlugin {
    private static final String APPROVALS = "approvals";
    private static final String SKIPPED_BY = "skippedBy";

    private final StoredStrategies strategies;
    private final InstantSource clock;

    GateApprovals(StoredStrategies strategies, InstantSource clock) {
        this.strategies = strategies;
        this.clock = clock;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode next = request.object();
        if (next == null || !isRollout(request) || !request.subresource().isEmpty()) {
            return;
        }
        ObjectNode spec = next.withObject("/spec");
        JsonNode wish = spec.path("approved");
        spec.remove("approved");
        ObjectNode old = request.oldObject();
        JsonNode before = old == null ? Json.object() : old.path("spec");
        keep(spec, before, APPROVALS);
        keep(spec, before, SKIPPED_BY);
        if (old == null) {
            return;
        }
        if (!spec.path("skip").equals(before.path("skip"))) {
            noteSkip(request, spec);
        }
        if (!wish.isMissingNode()) {
            approve(request, old.path("status"), wish, spec);
        }
    }

    private static void keep(ObjectNode spec, JsonNode before, String field) {
        spec.remove(field);
        if (before.has(field)) {
            spec.set(field, before.path(field).deepCopy());
        }
    }

    /** Who leaves clusters out makes the change another one. */
    private static void noteSkip(AdmissionRequest request, ObjectNode spec) {
        int run = spec.path("skip").path("run").asInt(0);
        Set<String> users = new TreeSet<>(Set.of(request.user().name()));
        if (request.act().isImpersonated()) {
            users.add(request.act().impersonator());
        }
        if (spec.path(SKIPPED_BY).path("run").asInt(0) == run) {
            users.addAll(Control.texts(spec.path(SKIPPED_BY).path("users")));
        }
        ArrayNode list = spec.putObject(SKIPPED_BY).put("run", run).putArray("users");
        users.forEach(list::add);
    }

    private void approve(
            AdmissionRequest request, JsonNode status, JsonNode wish, ObjectNode spec) {
        int run = wish.path("run").asInt(0);
        int current = status.path("run").asInt(0);
        if (run != current) {
            throw refusal(request, "it is at run " + current + ", not at run " + run);
        }
        requireOther(request, status, spec, run);
        Instant now = clock.instant();
        Set<String> gates = Control.texts(wish.path("gates"));
        ArrayNode approvals = Json.object().putArray(APPROVALS);
        for (JsonNode one : spec.path(APPROVALS)) {
            boolean replaced =
                    one.path("run").asInt(0) != run
                            || (gates.contains(one.path("gate").asString(""))
                                    && one.path("user").asString("").equals(request.user().name()));
            if (!replaced) {
                approvals.add(one.deepCopy());
            }
        }
        for (String gate : gates) {
            Strategy.Stage stage = stage(request, status, gate);
            approvals
                    .addObject()
                    .put("run", run)
                    .put("gate", gate)
                    .put("user", request.user().name())
                    .put("at", Timestamps.seconds(now))
                    .put("expiresAt", Timestamps.seconds(now.plus(stage.approvalTime())));
        }
        spec.set(APPROVALS, approvals);
    }

    private static void requireOther(
            AdmissionRequest request, JsonNode status, ObjectNode spec, int run) {
        if (request.act().isImpersonated() || !People.isPerson(request.user())) {
            throw refusal(request, "people open gates, as themselves");
        }
        String user = request.user().name();
        if (Control.texts(status.path("changedBy")).contains(user)) {
            throw refusal(request, "nobody opens a gate for his own change; another person has to");
        }
        boolean skipped =
                spec.path(SKIPPED_BY).path("run").asInt(0) == run
                        && Control.texts(spec.path(SKIPPED_BY).path("users")).contains(user);
        if (skipped) {
            throw refusal(request, "you have left clusters out of this run; another person has to");
        }
    }

    private Strategy.Stage stage(AdmissionRequest request, JsonNode status, String gate) {
        Strategy.Stage stage =
                strategies
                        .find(status.path("strategy").asString(""))
                        .flatMap(strategy -> strategy.stageBehind(gate))
                        .orElseThrow(
                                () ->
                                        refusal(
                                                request,
                                                "its strategy has no gate \"" + gate + "\""));
        if (!stage.approvers().isNobody() && !stage.approvers().include(request.user())) {
            throw refusal(request, "you are no approver of stage \"" + stage.name() + "\"");
        }
        return stage;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode old = request.oldObject();
        if (old == null
                || request.operation() != Operation.DELETE
                || !isRollout(request)
                || People.isComponent(request.user())) {
            return;
        }
        JsonNode status = old.path("status");
        boolean over = Phase.of(status.path("phase").asString("")).isOver();
        boolean gated =
                strategies
                        .find(status.path("strategy").asString(""))
                        .filter(Strategy::hasGates)
                        .isPresent();
        if (gated && !over) {
            throw refusal(
                    request,
                    "that would be a way round its gates; stop it by spec.stopRun, or roll it"
                            + " back by spec.rollbackRun");
        }
    }

    private static boolean isRollout(AdmissionRequest request) {
        return request.resource().groupResource().equals(FederationKinds.ROLLOUTS.groupResource());
    }

    private static ApiException refusal(AdmissionRequest request, String why) {
        return ApiException.forbidden(
                FederationKinds.ROLLOUTS.groupResource(), request.key().name(), why);
    }
}
