package io.pinisi.federation.status;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.known.KnownKind;
import io.pinisi.federation.propagation.ObservedObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The status of a kind of another project: that of the copy that is worst off, with its conditions
 * saying where that is, and with what adds up added up.
 *
 * @param copies those in sight
 */
record KnownStates(KnownKind kind, List<Placed> copies) {

    /** Empty while no copy says anything, so that what was known stays. */
    Optional<ObjectNode> status() {
        List<Placed> telling =
                copies.stream()
                        .filter(copy -> copy.observed().map(KnownStates::tells).orElse(false))
                        .toList();
        if (telling.isEmpty()) {
            return Optional.empty();
        }
        Placed worst = worst(telling);
        ObjectNode status = (ObjectNode) status(worst).deepCopy();
        status.remove("observedGeneration");
        if (telling.size() > 1) {
            status.path("conditions").forEach(one -> locate(one, worst.cluster()));
        }
        for (String field : kind.sums()) {
            sum(status, field, telling.stream().map(copy -> status(copy).path(field)).toList());
        }
        return Optional.of(status);
    }

    /** Of several the first. */
    private static Placed worst(List<Placed> copies) {
        Placed worst = copies.getFirst();
        for (Placed copy : copies) {
            if (copy.health() != worst.health()
                    && copy.health().worse(worst.health()) == copy.health()) {
                worst = copy;
            }
        }
        return worst;
    }

    private static boolean tells(ObservedObject object) {
        return object.status() instanceof ObjectNode status && !status.isEmpty();
    }

    private static JsonNode status(Placed copy) {
        return copy.observed().map(ObservedObject::status).orElse(Json.object());
    }

    private static void locate(JsonNode condition, String cluster) {
        if (condition instanceof ObjectNode object) {
            String message = object.path("message").asString("");
            object.put("message", message.isEmpty() ? cluster : cluster + ": " + message);
        }
    }

    private static void sum(ObjectNode status, String field, List<JsonNode> values) {
        JsonNode sum = null;
        for (JsonNode value : values) {
            if (!value.isMissingNode()) {
                sum = sum == null ? value.deepCopy() : plus(sum, value);
            }
        }
        if (sum != null) {
            status.set(field, sum);
        }
    }

    /** Numbers add up, also within maps; of anything else the first counts. */
    private static JsonNode plus(JsonNode one, JsonNode other) {
        if (one.isIntegralNumber() && other.isIntegralNumber()) {
            return Json.mapper().getNodeFactory().numberNode(one.asLong() + other.asLong());
        }
        if (one instanceof ObjectNode map) {
            for (Map.Entry<String, JsonNode> entry : other.properties()) {
                JsonNode known = map.get(entry.getKey());
                map.set(
                        entry.getKey(),
                        known == null
                                ? entry.getValue().deepCopy()
                                : plus(known, entry.getValue()));
            }
        }
        return one;
    }
}
