package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

final class SpreadRules {
    private static final List<String> UNSATISFIABLE = List.of("DoNotSchedule", "ScheduleAnyway");

    private SpreadRules() {}

    static void check(JsonNode constraints, String path, Faults faults) {
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i < constraints.size(); i++) {
            JsonNode constraint = constraints.get(i);
            String at = path + "[" + i + "]";
            String key = constraint.path("topologyKey").asString("");
            String when = constraint.path("whenUnsatisfiable").asString("");
            if (constraint.path("maxSkew").asInt(0) <= 0) {
                faults.invalid(
                        at + ".maxSkew", constraint.path("maxSkew"), "must be greater than zero");
            }
            if (key.isEmpty()) {
                faults.required(at + ".topologyKey", "can not be empty");
            }
            if (!UNSATISFIABLE.contains(when)) {
                faults.notSupported(at + ".whenUnsatisfiable", when, UNSATISFIABLE);
            }
            if (!pairs.add(key + "," + when)) {
                faults.duplicate(
                        at + ".{topologyKey, whenUnsatisfiable}", "{" + key + ", " + when + "}");
            }
        }
    }
}
