package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.registry.Conditions;
import io.pinisi.cluster.registry.DeleteOptions;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceStore;
import io.pinisi.cluster.registry.SuccessStatus;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code pods/eviction}: a deletion that asks, as a drain of a node sends it. A disruption budget
 * that covers the pod must have one disruption left, which is taken from it before the pod goes.
 */
final class PodEviction implements ResourceEndpoint {
    /** Phases in which a pod serves nobody. */
    private static final Set<String> IDLE = Set.of("Pending", "Succeeded", "Failed");

    private final ResourceStore pods;

    PodEviction(ResourceStore pods) {
        this.pods = pods;
    }

    @Override
    public Written create(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        String inBody = Metadata.of(body).name();
        String pod = name == null ? inBody : name;
        if (!inBody.isEmpty() && !inBody.equals(pod)) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        ObjectKey key = new ObjectKey(namespace, pod);
        evict(call, key, options(body.path("deleteOptions")));
        return new Written(SuccessStatus.created(), Written.Outcome.CREATED);
    }

    private void evict(Call call, ObjectKey key, DeleteOptions options) {
        ObjectNode pod = pods.get(key, "").tree();
        if (!isIdle(pod)) {
            askBudget(call, pod);
            note(call, key);
        }
        pods.delete(call, key, options);
    }

    private static boolean isIdle(ObjectNode pod) {
        String phase = String.valueOf(Json.text(pod, "status", "phase"));
        return IDLE.contains(phase) || Metadata.of(pod).isDeleting();
    }

    private void askBudget(Call call, ObjectNode pod) {
        List<DisruptionBudget> budgets = DisruptionBudget.of(pod, pods.objects());
        if (budgets.size() > 1) {
            throw new ApiException(
                    Reason.INTERNAL_ERROR,
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource"
                            + " does not support.");
        }
        for (DisruptionBudget budget : budgets) {
            if (PodSummary.isTrue(pod, "Ready") || !budget.letsUnhealthyGo()) {
                take(call, budget, Metadata.of(pod).name());
            }
        }
    }

    private void take(Call call, DisruptionBudget budget, String pod) {
        ResourceStore budgets =
                pods.sibling(DisruptionBudget.RESOURCE)
                        .orElseThrow(() -> new IllegalStateException("budgets are not served"));
        budgets.status()
                .rewrite(
                        call,
                        budget.metadata().key(),
                        "update",
                        live -> new DisruptionBudget(live).take(pod, pods.now()));
    }

    private void note(Call call, ObjectKey key) {
        pods.status()
                .rewrite(
                        call,
                        key,
                        "update",
                        pod -> {
                            Conditions.set(
                                    pod,
                                    "DisruptionTarget",
                                    "True",
                                    "EvictionByEvictionAPI",
                                    "Eviction API: evicting",
                                    pods.now());
                            return pod;
                        });
    }

    private static DeleteOptions options(JsonNode options) {
        JsonNode grace = Json.at(options, "gracePeriodSeconds");
        return new DeleteOptions(
                grace == null ? null : grace.asLong(0),
                Json.text(options, "preconditions", "uid"),
                Json.text(options, "preconditions", "resourceVersion"),
                DeleteOptions.Propagation.DEFAULT);
    }
}
