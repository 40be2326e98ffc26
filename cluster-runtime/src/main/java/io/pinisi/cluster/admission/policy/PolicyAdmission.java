package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.admission.match.RequestMatch;
import io.pinisi.cluster.admission.match.RequestValues;
import io.pinisi.cluster.admission.match.Rules;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.expression.Permissions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Judges requests by the policies that are bound to them. */
public final class PolicyAdmission implements ValidatingPlugin {
    private static final String GROUP = "admissionregistration.k8s.io";
    private static final String FAILURE = "validation.policy.admission.k8s.io/validation_failure";
    private static final GroupResource POLICIES =
            new GroupResource(GROUP, "validatingadmissionpolicies");
    private static final GroupResource BINDINGS =
            new GroupResource(GROUP, "validatingadmissionpolicybindings");

    private final ObjectLookup objects;
    private final RequestMatch match;
    private final PolicyMatch constraints;
    private final Parameters parameters;
    private final Function<UserInfo, Permissions> permissions;
    private final PolicyJudge judge = new PolicyJudge(new Rules(RequestValues.OF_POLICIES));

    public PolicyAdmission(
            ObjectLookup objects, KindResolver kinds, Function<UserInfo, Permissions> permissions) {
        this.permissions = permissions;
        this.objects = objects;
        this.match = new RequestMatch(objects);
        this.constraints = new PolicyMatch(match);
        this.parameters = new Parameters(objects, kinds);
    }

    /** A policy and how it is bound. */
    private record Bound(String policy, String binding, Set<String> actions) {}

    @Override
    public void validate(AdmissionRequest request) {
        List<ApiObject> bindings = objects.all(BINDINGS, null);
        if (bindings.isEmpty() || RequestMatch.isExempt(request)) {
            return;
        }
        bindings.stream()
                .sorted(Comparator.comparing(binding -> binding.key().name()))
                .forEach(binding -> validate(request, binding));
    }

    private void validate(AdmissionRequest request, ApiObject binding) {
        ObjectNode bindingTree = binding.tree();
        JsonNode bindingSpec = bindingTree.path("spec");
        String policyName = bindingSpec.path("policyName").asString("");
        ObjectNode policy =
                objects.find(POLICIES, ObjectKey.cluster(policyName))
                        .map(ApiObject::tree)
                        .orElse(null);
        if (policy == null
                || !constraints.matches(policy.path("spec").path("matchConstraints"), request)
                || !constraints.matches(bindingSpec.path("matchResources"), request)) {
            return;
        }
        Set<String> actions = new LinkedHashSet<>();
        bindingSpec.path("validationActions").forEach(action -> actions.add(action.asString("")));
        Bound bound = new Bound(policyName, binding.key().name(), actions);
        List<@Nullable ObjectNode> params;
        try {
            params = parameters.of(policy, bindingTree, request);
        } catch (Parameters.MissingException e) {
            boolean ignore =
                    policy.path("spec").path("failurePolicy").asString("").equals("Ignore");
            if (!ignore) {
                act(request, bound, new Judgement(String.valueOf(e.getMessage()), "Invalid", 0));
            }
            return;
        }
        Map<String, Object> values =
                RequestValues.of(request, match.namespace(request), permissions);
        for (ObjectNode parameter : params) {
            PolicyJudge.Verdict verdict = judge.judge(policy.path("spec"), values, parameter);
            verdict.notes()
                    .forEach(
                            (key, value) ->
                                    request.annotations().add(policyName + "/" + key, value));
            verdict.judgements().forEach(judgement -> act(request, bound, judgement));
        }
    }

    /** As the original notes it: a list with one entry. */
    private static String failure(Bound bound, Judgement judgement) {
        ArrayNode list = Json.mapper().createArrayNode();
        ObjectNode entry = list.addObject();
        entry.put("message", judgement.message());
        entry.put("policy", bound.policy());
        entry.put("binding", bound.binding());
        entry.put("expressionIndex", judgement.expression());
        bound.actions().forEach(entry.putArray("validationActions")::add);
        return list.toString();
    }

    private static void act(AdmissionRequest request, Bound bound, Judgement judgement) {
        if (bound.actions().contains("Warn")) {
            request.warnings()
                    .accept(
                            "Validation failed for ValidatingAdmissionPolicy '"
                                    + bound.policy()
                                    + "' with binding '"
                                    + bound.binding()
                                    + "': "
                                    + judgement.message());
        }
        if (bound.actions().contains("Audit")) {
            request.annotations().add(FAILURE, failure(bound, judgement));
        }
        if (bound.actions().contains("Deny")) {
            throw PolicyRefusal.of(
                    request,
                    Arrays.stream(Reason.values())
                            .filter(reason -> reason.text().equals(judgement.reason()))
                            .findFirst()
                            .orElse(Reason.INVALID),
                    "ValidatingAdmissionPolicy '"
                            + bound.policy()
                            + "' with binding '"
                            + bound.binding()
                            + "' denied request: "
                            + judgement.message());
        }
    }
}
