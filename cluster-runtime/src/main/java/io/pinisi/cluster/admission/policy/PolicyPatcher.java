package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.match.MatchConditions;
import io.pinisi.cluster.admission.match.RequestValues;
import io.pinisi.cluster.admission.match.Rules;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Results;
import io.pinisi.cluster.machinery.expression.Values;
import io.pinisi.cluster.machinery.expression.cost.Budget;
import io.pinisi.cluster.machinery.patch.Patches;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the mutations of one policy over one request, with one parameter. */
final class PolicyPatcher {
    private final MutablePolicyTypes types;
    private final Rules rules = Rules.changing(RequestValues.OF_POLICIES);

    PolicyPatcher(MutablePolicyTypes types) {
        this.types = types;
    }

    /**
     * All mutations of the policy, each on what the one before it made, or none of them.
     *
     * @param values what rules see of the request as it is at the time of the call
     * @return whether the object is another one now
     * @throws ExpressionException where a rule breaks off
     * @throws IllegalArgumentException where what it says cannot be done
     */
    boolean patch(
            JsonNode spec,
            AdmissionRequest request,
            @Nullable ObjectNode parameter,
            Supplier<Map<String, Object>> values)
            throws ExpressionException {
        ObjectNode object = Objects.requireNonNull(request.object());
        Map<String, Object> seen = new HashMap<>(values.get());
        seen.put("params", Values.of(parameter));
        if (!new MatchConditions(rules).hold(spec.path("matchConditions"), seen)) {
            return false;
        }
        Budget budget = Budget.ofObject();
        ObjectNode next = object.deepCopy();
        for (JsonNode mutation : spec.path("mutations")) {
            seen.put("object", Values.of(next));
            seen.put("variables", new Variables(rules, spec.path("variables"), seen, budget));
            ObjectNode changed = mutated(mutation, request, next, seen, budget);
            types.complete(request.resource(), changed);
            next = changed;
        }
        if (next.equals(object)) {
            return false;
        }
        object.removeAll();
        object.setAll(next);
        return true;
    }

    private ObjectNode mutated(
            JsonNode mutation,
            AdmissionRequest request,
            ObjectNode object,
            Map<String, Object> values,
            Budget budget)
            throws ExpressionException {
        String type = mutation.path("patchType").asString("");
        if (type.equals("JSONPatch")) {
            Object result = run(mutation.path("jsonPatch"), values, budget);
            return Patches.json(object, Results.patch(result));
        }
        Object result = run(mutation.path("applyConfiguration"), values, budget);
        ObjectNode more = Results.object(result);
        for (String identity : new String[] {"apiVersion", "kind"}) {
            more.set(identity, object.path(identity));
        }
        return types.merged(request.resource(), object, more);
    }

    private Object run(JsonNode rule, Map<String, Object> values, Budget budget)
            throws ExpressionException {
        return rules.of(rule.path("expression").asString("")).evaluate(values, budget);
    }
}
