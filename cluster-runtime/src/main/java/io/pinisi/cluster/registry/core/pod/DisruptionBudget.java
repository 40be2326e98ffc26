package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.registry.Conditions;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a disruption budget says to the eviction of a pod. */
record DisruptionBudget(ObjectNode tree) {
    static final GroupResource RESOURCE = new GroupResource("policy", "poddisruptionbudgets");
    private static final String DENIED =
            "Cannot evict pod as it would violate the pod's disruption budget.";

    /** Evictions that may wait to be seen by the controller. */
    private static final int MOST_UNSEEN = 2000;

    private static final int SOON_SECONDS = 10;

    /** The budgets that cover a pod; a budget without selector covers none. */
    static List<DisruptionBudget> of(ObjectNode pod, ObjectLookup objects) {
        Metadata metadata = Metadata.of(pod);
        List<DisruptionBudget> budgets = new ArrayList<>();
        for (ApiObject candidate : objects.all(RESOURCE, metadata.namespace())) {
            ObjectNode budget = candidate.tree();
            JsonNode selector = budget.path("spec").get("selector");
            if (LabelSelector.of(selector).matches(metadata.labels())) {
                budgets.add(new DisruptionBudget(budget));
            }
        }
        return budgets;
    }

    Metadata metadata() {
        return Metadata.of(tree);
    }

    private JsonNode status() {
        return tree.path("status");
    }

    /** Whether a pod that is not ready may go without being counted. */
    boolean letsUnhealthyGo() {
        String policy = tree.path("spec").path("unhealthyPodEvictionPolicy").asString("");
        int desired = status().path("desiredHealthy").asInt(0);
        return policy.equals("AlwaysAllow")
                || (desired > 0 && status().path("currentHealthy").asInt(0) >= desired);
    }

    /** The budget with one disruption less; refuses where there is none left. */
    ObjectNode take(String pod, Instant now) {
        requireAllowance();
        ObjectNode taken = tree.deepCopy();
        ObjectNode status = taken.withObject("status");
        int left = status.path("disruptionsAllowed").asInt(0) - 1;
        status.put("disruptionsAllowed", left);
        if (left == 0) {
            Conditions.set(taken, "DisruptionAllowed", "False", "InsufficientPods", "", now);
        }
        status.withObject("disruptedPods").put(pod, now.truncatedTo(ChronoUnit.SECONDS).toString());
        return taken;
    }

    private void requireAllowance() {
        String name = metadata().name();
        long allowed = status().path("disruptionsAllowed").asLong(0);
        if (status().path("observedGeneration").asLong(0) < metadata().generation()) {
            throw denied(
                    "The disruption budget " + name + " is still being processed by the server.",
                    SOON_SECONDS);
        }
        if (allowed < 0) {
            throw ApiException.forbidden(RESOURCE, name, "pdb disruptions allowed is negative");
        }
        if (status().path("disruptedPods").size() > MOST_UNSEEN) {
            throw ApiException.forbidden(
                    RESOURCE,
                    name,
                    "DisruptedPods map too big - too many evictions not confirmed by PDB"
                            + " controller");
        }
        if (allowed == 0) {
            throw denied(shortage(name), 0);
        }
    }

    private String shortage(String name) {
        for (JsonNode condition : status().path("conditions")) {
            if (condition.path("type").asString("").equals("DisruptionAllowed")
                    && condition.path("reason").asString("").equals("SyncFailed")) {
                return "The disruption budget "
                        + name
                        + " does not allow evicting pods currently because it failed sync: "
                        + condition.path("message").asString("");
            }
        }
        return "The disruption budget "
                + name
                + " needs "
                + status().path("desiredHealthy").asInt(0)
                + " healthy pods and has "
                + status().path("currentHealthy").asInt(0)
                + " currently";
    }

    private static ApiException denied(String why, int retryAfter) {
        FieldError cause = new FieldError("", FieldError.Type.DISRUPTION_BUDGET, null, why);
        return new ApiException(
                Reason.TOO_MANY_REQUESTS,
                DENIED,
                new ApiException.Details("", "", "", List.of(cause), retryAfter));
    }
}
