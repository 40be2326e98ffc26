package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.placement.ClusterVariables;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the schema of an override policy cannot say. */
public final class OverrideValidation {
    private final FaultList faults = new FaultList();

    private OverrideValidation() {}

    /** The faults of an OverridePolicy or ClusterOverridePolicy. */
    public static List<FieldError> validate(JsonNode policy) {
        OverrideValidation validation = new OverrideValidation();
        JsonNode spec = policy.path("spec");
        SelectorRules selectors = new SelectorRules(validation.faults);
        selectors.resources(
                spec.path("resourceSelectors"),
                "spec.resourceSelectors",
                Json.text(policy, "metadata", "namespace"));
        JsonNode rules = spec.path("overrideRules");
        for (int i = 0; i < rules.size(); i++) {
            String rule = "spec.overrideRules[" + i + "]";
            selectors.clusters(rules.get(i).path("targetCluster"), rule + ".targetCluster");
            validation.overriders(rules.get(i).path("overriders"), rule + ".overriders");
        }
        return validation.faults.all();
    }

    private void overriders(JsonNode overriders, String path) {
        for (String list :
                List.of(
                        "imageOverrider",
                        "commandOverrider",
                        "argsOverrider",
                        "labelsOverrider",
                        "annotationsOverrider",
                        "plaintext")) {
            JsonNode items = overriders.path(list);
            for (int i = 0; i < items.size(); i++) {
                String item = path + "." + list + "[" + i + "]";
                value(items.get(i), item, list);
                pointer(items.get(i), item, "path", list.equals("plaintext"));
                pointer(items.get(i).path("predicate"), item + ".predicate", "path", false);
            }
        }
        JsonNode fields = overriders.path("fieldOverrider");
        for (int i = 0; i < fields.size(); i++) {
            field(fields.get(i), path + ".fieldOverrider[" + i + "]");
        }
    }

    /** Labels and words to remove are named by the value; everything else is gone with its path. */
    private void value(JsonNode item, String path, String list) {
        boolean given = !item.path("value").isMissingNode() && !item.path("value").isNull();
        boolean removes = item.path("operator").asString("").equals("remove");
        boolean named = !list.equals("plaintext") && !list.equals("imageOverrider");
        if (removes && !named && given) {
            faults.add(FieldError.forbidden(path + ".value", "operator remove takes no value"));
        }
        if ((!removes || named) && !given) {
            faults.add(FieldError.required(path + ".value", "what to add, replace or remove"));
        }
        variables(item.path("value"), path + ".value");
    }

    /** Names of variables are judged here; whether a cluster has them, only it can tell. */
    private void variables(JsonNode value, String path) {
        if (value.isString()) {
            ClusterVariables.faults(value.asString())
                    .forEach(fault -> faults.invalid(path, value, fault));
        }
        for (JsonNode inner : value) {
            variables(inner, path);
        }
    }

    private void field(JsonNode item, String path) {
        pointer(item, path, "fieldPath", true);
        JsonNode json = item.path("json");
        JsonNode yaml = item.path("yaml");
        if (json.isEmpty() == yaml.isEmpty()) {
            faults.add(FieldError.invalid(path, "{}", "exactly one of json and yaml is needed"));
        }
        String list = yaml.isEmpty() ? "json" : "yaml";
        JsonNode operations = item.path(list);
        for (int i = 0; i < operations.size(); i++) {
            String operation = path + "." + list + "[" + i + "]";
            pointer(operations.get(i), operation, "subPath", true);
            value(operations.get(i), operation, "plaintext");
        }
    }

    private void pointer(JsonNode item, String path, String name, boolean required) {
        JsonNode value = item.path(name);
        if (value.isMissingNode() && !required) {
            return;
        }
        if (!value.asString("").startsWith("/")) {
            faults.invalid(path + "." + name, value, "must be a JSON pointer that begins with /");
        }
    }
}
