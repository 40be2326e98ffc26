package io.pinisi.federation.health;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.JsonPath;
import io.pinisi.federation.known.KnownKind.Phase;
import io.pinisi.federation.known.KnownKind.Vitals;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads the health of an object by the vitals of its kind. */
final class KnownHealth {
    private KnownHealth() {}

    static Health of(Vitals vitals, JsonNode object) {
        JsonNode status = object.path("status");
        if (isIll(vitals, object, status)) {
            return Health.UNHEALTHY;
        }
        boolean seen = !vitals.generation() || HealthRules.isObserved(object, status);
        boolean well =
                vitals.well().isEmpty()
                        || vitals.well().stream().anyMatch(one -> Conditions.isTrue(status, one));
        boolean phases =
                vitals.phases().stream()
                        .allMatch(phase -> phase.well().contains(word(phase.path(), object)));
        return seen && well && phases && reaches(vitals, object, status)
                ? Health.HEALTHY
                : Health.PROGRESSING;
    }

    private static boolean isIll(Vitals vitals, JsonNode object, JsonNode status) {
        boolean condition =
                vitals.ill().stream().anyMatch(one -> Conditions.isTrue(status, one))
                        || (vitals.falseIsIll()
                                && vitals.well().stream()
                                        .anyMatch(
                                                one ->
                                                        "False"
                                                                .equals(
                                                                        Conditions.status(
                                                                                status, one))));
        return condition
                || vitals.phases().stream().anyMatch((Phase phase) -> isIll(phase, object));
    }

    private static boolean isIll(Phase phase, JsonNode object) {
        return phase.ill().contains(word(phase.path(), object));
    }

    private static String word(JsonPath path, JsonNode object) {
        return path.first(object).map(one -> one.asString("")).orElse("");
    }

    private static boolean reaches(Vitals vitals, JsonNode object, JsonNode status) {
        for (Map.Entry<String, JsonPath> one : vitals.atLeast().entrySet()) {
            int unsaid = one.getValue().toString().startsWith(".spec") ? 1 : 0;
            int wanted = one.getValue().first(object).map(value -> value.asInt(0)).orElse(unsaid);
            if (status.path(one.getKey()).asInt(0) < wanted) {
                return false;
            }
        }
        return true;
    }
}
