package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.value.IndexSet;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import tools.jackson.databind.JsonNode;

/** The rules of an indexed job's {@code successPolicy}. */
final class SuccessPolicyRules {
    private static final int MOST_RULES = 20;
    private static final int LONGEST_INDEXES = 64 * 1024;

    private SuccessPolicyRules() {}

    static void check(JsonNode spec, String path, Faults faults) {
        JsonNode rules = spec.path("successPolicy").path("rules");
        int completions = spec.path("completions").asInt(0);
        if (rules.isEmpty()) {
            faults.required(
                    path + ".rules",
                    "at least one rules must be specified when the successPolicy is specified");
        }
        if (rules.size() > MOST_RULES) {
            faults.tooMany(path + ".rules", rules.size(), MOST_RULES);
        }
        for (int i = 0; i < rules.size(); i++) {
            checkRule(rules.get(i), completions, path + ".rules[" + i + "]", faults);
        }
    }

    private static void checkRule(JsonNode rule, int completions, String path, Faults faults) {
        JsonNode count = rule.get("succeededCount");
        JsonNode indexes = rule.get("succeededIndexes");
        if (count == null && indexes == null) {
            faults.required(
                    path, "at least one of succeededCount or succeededIndexes must be specified");
            return;
        }
        int named = indexes == null ? 0 : checkIndexes(indexes, completions, path, faults);
        if (count == null) {
            return;
        }
        String at = path + ".succeededCount";
        FieldRules.notNegative(rule, path, faults, "succeededCount");
        if (count.asInt(0) > completions) {
            faults.invalid(
                    at,
                    count,
                    "must be less than or equal to "
                            + completions
                            + " (the number of specified completions)");
        }
        if (indexes != null && count.asInt(0) > named) {
            faults.invalid(
                    at,
                    count,
                    "must be less than or equal to "
                            + named
                            + " (the number of indexes in the specified succeededIndexes field)");
        }
    }

    private static int checkIndexes(JsonNode indexes, int completions, String path, Faults faults) {
        String at = path + ".succeededIndexes";
        String text = indexes.asString("");
        if (text.length() > LONGEST_INDEXES) {
            faults.tooLong(at, "may not be more than " + LONGEST_INDEXES + " bytes");
        }
        try {
            return IndexSet.parse(text, completions).size();
        } catch (IllegalArgumentException e) {
            faults.invalid(at, indexes, "error parsing succeededIndexes: " + e.getMessage());
            return 0;
        }
    }
}
