package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the schema of a RolloutStrategy cannot say. */
public final class RolloutStrategyValidation {
    private static final Pattern PERCENT = Pattern.compile("(100|[1-9]?[0-9])%");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    /** What clusters get that no stage selects. */
    private static final String OTHERS = "others";

    private final FaultList faults = new FaultList();

    private RolloutStrategyValidation() {}

    /** The faults of a RolloutStrategy or ClusterRolloutStrategy. */
    public static List<FieldError> validate(JsonNode strategy) {
        RolloutStrategyValidation validation = new RolloutStrategyValidation();
        JsonNode spec = strategy.path("spec");
        validation.selectors(
                spec.path("resourceSelectors"), Json.text(strategy, "metadata", "namespace"));
        validation.stages(spec.path("stages"));
        validation.amount(spec.path("maxFailures"), "spec.maxFailures", 0);
        return validation.faults.all();
    }

    private void selectors(JsonNode selectors, @Nullable String home) {
        new SelectorRules(faults).resources(selectors, "spec.resourceSelectors", home);
        for (int i = 0; i < selectors.size(); i++) {
            JsonNode kind = selectors.get(i).path("kind");
            boolean core = selectors.get(i).path("apiVersion").asString("").equals("v1");
            if (core && kind.asString("").equals("Secret")) {
                faults.invalid(
                        "spec.resourceSelectors[" + i + "].kind",
                        kind,
                        "former states are kept, and those of secrets must not be");
            }
        }
    }

    private void stages(JsonNode stages) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            JsonNode stage = stages.get(i);
            String path = "spec.stages[" + i + "]";
            JsonNode name = stage.path("name");
            if (name.asString("").equals(OTHERS)) {
                faults.invalid(
                        path + ".name", name, "is the stage of clusters that no stage selects");
            } else if (!names.add(name.asString(""))) {
                faults.add(FieldError.duplicate(path + ".name", name.toString()));
            }
            new SelectorRules(faults).clusters(stage.path("clusters"), path + ".clusters");
            amount(stage.path("maxConcurrency"), path + ".maxConcurrency", 1);
        }
    }

    private void amount(JsonNode amount, String path, int least) {
        if (amount.isMissingNode() || amount.isNull()) {
            return;
        }
        String text = amount.asString("");
        if (PERCENT.matcher(text).matches()) {
            return;
        }
        if (!NUMBER.matcher(text).matches()) {
            faults.invalid(path, amount, "must be a number of clusters or a percentage like 25%");
        } else if (Integer.parseInt(text) < least) {
            faults.invalid(path, amount, "must be " + least + " or more");
        }
    }
}
