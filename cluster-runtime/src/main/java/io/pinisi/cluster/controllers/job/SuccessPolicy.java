package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.value.IndexSet;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** When an indexed job has succeeded although not every index has. */
final class SuccessPolicy {
    private SuccessPolicy() {}

    /**
     * The sentence about the first rule that is met; empty where none is, or there is no policy.
     */
    static Optional<String> met(JobView job, IndexSet succeeded) {
        JsonNode rules = job.spec().path("successPolicy").path("rules");
        for (int i = 0; i < rules.size(); i++) {
            if (isMet(rules.get(i), succeeded, job.completions().orElse(0))) {
                return Optional.of("Matched rules at index " + i);
            }
        }
        return Optional.empty();
    }

    private static boolean isMet(JsonNode rule, IndexSet succeeded, int completions) {
        JsonNode count = Json.at(rule, "succeededCount");
        String named = Json.text(rule, "succeededIndexes");
        if (named == null) {
            return count != null && succeeded.size() >= count.asInt(0);
        }
        IndexSet wanted = IndexSet.lenient(named, completions);
        int done = wanted.and(succeeded).size();
        return done >= (count == null ? wanted.size() : count.asInt(0));
    }
}
