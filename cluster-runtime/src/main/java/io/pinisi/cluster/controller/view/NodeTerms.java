package io.pinisi.cluster.controller.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Matches nodes by selector terms; the terms are alternatives, what stands in one must all hold.
 */
public final class NodeTerms {
    private NodeTerms() {}

    /**
     * Whether a node satisfies a pod's node selector and required affinity.
     *
     * @param spec of the pod
     */
    public static boolean required(JsonNode spec, String node, Map<String, String> labels) {
        for (Map.Entry<String, JsonNode> label : spec.path("nodeSelector").properties()) {
            if (!label.getValue().asString("").equals(labels.get(label.getKey()))) {
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
            if (matches(term, node, labels)) {
                return true;
            }
        }
        return false;
    }

    /** An empty term matches no node. */
    public static boolean matches(JsonNode term, String node, Map<String, String> labels) {
        JsonNode expressions = term.path("matchExpressions");
        JsonNode fields = term.path("matchFields");
        if (expressions.isEmpty() && fields.isEmpty()) {
            return false;
        }
        for (JsonNode expression : expressions) {
            String key = expression.path("key").asString("");
            if (!holds(expression, labels.get(key))) {
                return false;
            }
        }
        for (JsonNode field : fields) {
            if (!field.path("key").asString("").equals("metadata.name") || !holds(field, node)) {
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
