package io.pinisi.cluster.registry.certificates;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Transition;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code status.conditions} of a request: a decision is never taken back. */
final class RequestConditions {
    static final Set<String> DECISIONS = Set.of("Approved", "Denied");
    private static final Set<String> LASTING = Set.of("Approved", "Denied", "Failed");

    private RequestConditions() {}

    private static String type(JsonNode condition) {
        return condition.path("type").asString("");
    }

    /** Puts conditions of some types back to what they were. */
    static void keep(ObjectNode old, ObjectNode status, Predicate<String> types) {
        ArrayNode merged = status.arrayNode();
        for (JsonNode condition : old.path("status").path("conditions")) {
            if (types.test(type(condition))) {
                merged.add(condition.deepCopy());
            }
        }
        for (JsonNode condition : status.path("conditions")) {
            if (!types.test(type(condition))) {
                merged.add(condition);
            }
        }
        if (merged.isEmpty()) {
            status.remove("conditions");
        } else {
            status.set("conditions", merged);
        }
    }

    /** The times of conditions that a client did not set. */
    static void stamp(Transition transition) {
        ObjectNode old = transition.old();
        String now = transition.now().truncatedTo(ChronoUnit.SECONDS).toString();
        for (JsonNode entry : transition.next().path("status").path("conditions")) {
            if (!(entry instanceof ObjectNode condition)) {
                continue;
            }
            JsonNode before = old == null ? condition.arrayNode() : find(old, type(condition));
            if (!condition.has("lastUpdateTime")) {
                condition.put("lastUpdateTime", now);
            }
            if (!condition.has("lastTransitionTime")) {
                boolean same = before.path("status").equals(condition.path("status"));
                condition.put(
                        "lastTransitionTime",
                        same ? before.path("lastTransitionTime").asString(now) : now);
            }
        }
    }

    private static JsonNode find(ObjectNode request, String type) {
        for (JsonNode condition : request.path("status").path("conditions")) {
            if (type(condition).equals(type)) {
                return condition;
            }
        }
        return request.objectNode();
    }

    static void check(Transition transition, Faults faults) {
        JsonNode conditions = transition.next().path("status").path("conditions");
        Set<String> types = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String path = "status.conditions[" + i + "]";
            String type = type(conditions.get(i));
            checkOne(conditions.get(i), type, path, faults);
            if (!types.add(type)) {
                faults.duplicate(path + ".type", type);
            }
            if (types.containsAll(DECISIONS)) {
                faults.invalid(
                        path + ".type",
                        type,
                        "Approved and Denied conditions are mutually exclusive");
            }
        }
        ObjectNode old = transition.old();
        if (old != null) {
            for (String type : List.of("Approved", "Denied", "Failed")) {
                if (!find(old, type).isEmpty() && !types.contains(type)) {
                    faults.forbidden(
                            "status.conditions",
                            "updates may not remove a condition of type \"" + type + "\"");
                }
            }
        }
    }

    private static void checkOne(JsonNode condition, String type, String path, Faults faults) {
        String status = condition.path("status").asString("");
        if (type.isEmpty()) {
            faults.required(path + ".type", "");
        }
        if (status.isEmpty()) {
            faults.required(path + ".status", "");
        } else if (LASTING.contains(type) && !status.equals("True")) {
            faults.notSupported(path + ".status", status, List.of("True"));
        } else if (!List.of("True", "False", "Unknown").contains(status)) {
            faults.notSupported(path + ".status", status, List.of("True", "False", "Unknown"));
        }
    }
}
