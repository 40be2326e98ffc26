package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rules of {@code MutatingAdmissionPolicy}. */
final class MutationPolicyStrategy implements ResourceStrategy {
    private static final String APPLY = "ApplyConfiguration";
    private static final String PATCH = "JSONPatch";
    private static final List<String> REINVOCATIONS = List.of("IfNeeded", "Never");

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        PolicyStrategy.checkCommon(spec, faults);
        String reinvocation = spec.path("reinvocationPolicy").asString("");
        if (reinvocation.isEmpty()) {
            faults.required("spec.reinvocationPolicy", "");
        } else {
            FieldRules.checkChoice(reinvocation, REINVOCATIONS, "spec.reinvocationPolicy", faults);
        }
        JsonNode mutations = spec.path("mutations");
        if (mutations.isEmpty()) {
            faults.required("spec.mutations", "mutations must contain at least one item");
        }
        for (int i = 0; i < mutations.size(); i++) {
            checkMutation(mutations.get(i), "spec.mutations[" + i + "]", faults);
        }
        CompiledRules.checkMutations(spec, faults);
    }

    private static void checkMutation(JsonNode mutation, String path, Faults faults) {
        String type = mutation.path("patchType").asString("");
        switch (type) {
            case "" -> faults.required(path + ".patchType", "");
            case APPLY -> checkPatch(mutation, type, "applyConfiguration", path, faults);
            case PATCH -> checkPatch(mutation, type, "jsonPatch", path, faults);
            default -> faults.notSupported(path + ".patchType", type, List.of(APPLY, PATCH));
        }
    }

    private static void checkPatch(
            JsonNode mutation, String type, String field, String path, Faults faults) {
        for (String sort : List.of("applyConfiguration", "jsonPatch")) {
            if (!sort.equals(field) && mutation.has(sort)) {
                faults.invalid(
                        path + "." + sort,
                        "{" + sort + "}",
                        "must not be specified when patchType is " + type);
            }
        }
        if (!mutation.has(field)) {
            faults.required(path + "." + field, "must be specified when patchType is " + type);
        } else if (mutation.path(field).path("expression").asString("").isBlank()) {
            faults.required(path + "." + field + ".expression", "expression is not specified");
        }
    }
}
