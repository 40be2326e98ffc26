package io.pinisi.federation.scaling;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controller.StatusWriter;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.kinds.ServedKinds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Does on the hub what the clock says, and writes down what came of it. */
final class CronScaler {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-federation");

    private final ApiClient hub;
    private final ServedKinds kinds;
    private final EventRecorder events;
    private final StatusWriter statuses;
    private final InstantSource clock;

    CronScaler(ApiClient hub, ServedKinds kinds, EventRecorder events, InstantSource clock) {
        this.hub = hub;
        this.kinds = kinds;
        this.events = events;
        this.statuses = new StatusWriter(hub, FederationKinds.CRON_FEDERATED_HPAS);
        this.clock = clock;
    }

    Outcome look(ObjectNode cron) {
        Instant now = clock.instant();
        CronPlanner.Plan plan = CronPlanner.plan(cron, now);
        List<CronHistory.Execution> executions = new ArrayList<>();
        plan.due().forEach(due -> executions.add(execute(cron, due, now)));
        statuses.write(cron, CronHistory.status(cron, plan, executions));
        return plan.soonest()
                .map(next -> Outcome.revisit(Duration.between(now, next)))
                .orElse(Outcome.SETTLED);
    }

    private CronHistory.Execution execute(ObjectNode cron, CronPlanner.Due due, Instant now) {
        String rule = "rule " + due.rule().name();
        try {
            scale(cron, due.rule());
            events.normal(cron, "ScaledBySchedule", rule + " was applied");
            return new CronHistory.Execution(due, now, "");
        } catch (ApiException e) {
            String problem = String.valueOf(e.getMessage());
            events.warning(cron, "ScaleFailed", rule + ": " + problem);
            return new CronHistory.Execution(due, now, problem);
        }
    }

    private void scale(ObjectNode cron, CronRule rule) {
        JsonNode target = cron.path("spec").path("scaleTargetRef");
        GroupVersionKind kind =
                GroupVersionKind.of(
                        target.path("apiVersion").asString(""), target.path("kind").asString(""));
        Optional<ServedKinds.Served> served = kinds.find(kind);
        if (served.isEmpty()) {
            throw new ApiException(Reason.NOT_FOUND, "the hub does not serve " + kind);
        }
        ResourcePath path =
                ResourcePath.all(served.get().resource())
                        .in(Metadata.of(cron).namespace())
                        .named(target.path("name").asString(""));
        ObjectNode patch = Json.object();
        ObjectNode spec = patch.putObject("spec");
        if (served.get().resource().equals(FederationKinds.FEDERATED_HPAS)) {
            rule.least().ifPresent(least -> spec.put("minReplicas", least));
            rule.most().ifPresent(most -> spec.put("maxReplicas", most));
            hub.patch(path, PatchType.MERGE, patch, WRITE);
        } else {
            rule.replicas().ifPresent(replicas -> spec.put("replicas", replicas));
            hub.patch(path.sub("scale"), PatchType.MERGE, patch, WRITE);
        }
    }
}
