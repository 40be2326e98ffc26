package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Matches nodes by selector terms; the terms are alternatives, what stands in one must all hold.
 */
final class NodeTerms {
    private NodeTerms() {}

    /** Whether the node satisfies the pod's node selector and required affinity. */
    static boolean required(JsonNode spec, NodeState node) {
        for (Map.Entry<String, JsonNode> label : spec.path("nodeSelector").properties()) {
            if (!label.getValue().asString("").equals(node.labels().get(label.getKey()))) {
                return false;
            }
        }
        JsonNode required =
                spec.path("affinity")
                        .path("nodeAffinity")
                        .path("requiredDuringSchedulingIgnoredDuringExecution");
        if (required.isMissingNode() || required.isNull()) {
            return true;
        }
        for (JsonNode term : required.path("nodeSelectorTerms")) {
            if (matches(term, node)) {
                return true;
            }
        }
        return false;
    }

    /** An empty term matches no node. */
    static boolean matches(JsonNode term, NodeState node) {
        JsonNode expressions = term.path("matchExpressions");
        JsonNode fields = term.path("matchFields");
        if (expressions.isEmpty() && fields.isEmpty()) {
            return false;
        }
        for (JsonNode expression : expressions) {
            String key = expression.path("key").asString("");
            if (!holds(expression, node.labels().get(key))) {
                return false;
            }
        }
        for (JsonNode field : fields) {
            if (!field.path("key").asString("").equals("metadata.name")
                    || !holds(field, node.name())) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(JsonNode expression, @Nullable String value) {
        List<String> values = new ArrayList<>();
        expression.path("values").forEach(v -> values.add(v.asString("")));
        return switch (expression.path("operator").asString("")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> compare(value, values) > 0;
            case "Lt" -> compare(value, values) < 0;
            default -> false;
        };
    }

    /** 0 where either is no number, so that neither comparison holds. */
    private static int compare(@Nullable String value, List<String> values) {
        if (value == null || values.size() != 1) {
            return 0;
        }
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(values.getFirst()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
