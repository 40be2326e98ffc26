package io.pinisi.federation.status;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.propagation.Delivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a binding's status: the decision's outcome, and each copy as last seen. Pure. */
final class BindingReport {
    private BindingReport() {}

    static ObjectNode status(
            JsonNode before, List<Placed> placed, Optional<Decision> decision, Instant now) {
        ObjectNode status = before instanceof ObjectNode object ? object.deepCopy() : Json.object();
        Conditions.set(status, scheduled(placed, decision), now);
        Conditions.set(status, fullyApplied(placed), now);
        if (decision.map(Decision::result).orElse(null)
                instanceof Decision.Result.Placed(String affinity)) {
            affinity(status, affinity);
        }
        ArrayNode items = Json.mapper().createArrayNode();
        for (Placed copy : placed) {
            items.add(item(copy, find(before, copy.cluster()), now));
        }
        status.set("aggregatedStatus", items);
        return status;
    }

    private static void affinity(ObjectNode status, String name) {
        if (name.isEmpty()) {
            status.remove("schedulerObservingAffinityName");
        } else {
            status.put("schedulerObservingAffinityName", name);
        }
    }

    private static Condition scheduled(List<Placed> placed, Optional<Decision> decision) {
        if (decision.map(Decision::result).orElse(null)
                instanceof Decision.Result.Unschedulable(String why)) {
            return Condition.of("Scheduled", false, "Unschedulable", why);
        }
        if (!placed.isEmpty()) {
            return Condition.of(
                    "Scheduled", true, "Success", "Binding has been scheduled successfully.");
        }
        List<Decision.Verdict> verdicts = decision.map(Decision::verdicts).orElse(List.of());
        String reasons =
                verdicts.stream()
                        .map(verdict -> verdict.cluster() + ": " + verdict.summary())
                        .collect(Collectors.joining("; "));
        return Condition.of(
                "Scheduled",
                false,
                "NoClusterFit",
                "0/"
                        + verdicts.size()
                        + " clusters fit"
                        + (reasons.isEmpty() ? "" : ": " + reasons));
    }

    private static Condition fullyApplied(List<Placed> placed) {
        String failed =
                placed.stream()
                        .filter(
                                copy ->
                                        copy.delivery()
                                                .filter(d -> d.state() == Delivery.State.FAILED)
                                                .isPresent())
                        .map(copy -> copy.cluster() + ": " + copy.message())
                        .collect(Collectors.joining("; "));
        if (!failed.isEmpty()) {
            return Condition.of("FullyApplied", false, "FullyAppliedFailed", failed);
        }
        boolean all = !placed.isEmpty() && placed.stream().allMatch(Placed::applied);
        return all
                ? Condition.of(
                        "FullyApplied",
                        true,
                        "FullyAppliedSuccess",
                        "All works have been successfully applied")
                : Condition.of("FullyApplied", false, "Applying", "Not every cluster has it yet");
    }

    /** The time moves only when something else does, so that nothing is written for nothing. */
    private static ObjectNode item(Placed copy, JsonNode before, Instant now) {
        ObjectNode item = Json.object().put("clusterName", copy.cluster());
        copy.observed()
                .map(object -> object.status())
                .filter(status -> status instanceof ObjectNode && !status.isEmpty())
                .ifPresent(status -> item.set("status", status));
        item.put("applied", copy.applied());
        if (!copy.message().isEmpty()) {
            item.put("appliedMessage", copy.message());
        }
        String health = copy.health().bindingText();
        if (!health.isEmpty()) {
            item.put("health", health);
        }
        String observed = before.path("observedTime").asString("");
        ObjectNode same = item.deepCopy();
        same.put("observedTime", observed);
        return !observed.isEmpty() && same.equals(before)
                ? same
                : item.put("observedTime", Timestamps.seconds(now));
    }

    private static JsonNode find(JsonNode status, String cluster) {
        for (JsonNode item : status.path("aggregatedStatus")) {
            if (item.path("clusterName").asString("").equals(cluster)) {
                return item;
            }
        }
        return status.path("");
    }
}
