package io.pinisi.cluster.admission.policy;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.Change;
import io.pinisi.cluster.admission.ConfiguredChanges;
import io.pinisi.cluster.admission.match.RequestMatch;
import io.pinisi.cluster.admission.match.RequestValues;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Permissions;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes objects by the mutating policies that are bound to requests, in the order of names. */
public final class PolicyMutations implements ConfiguredChanges.Source {
    private static final String GROUP = "admissionregistration.k8s.io";
    private static final GroupResource POLICIES =
            new GroupResource(GROUP, "mutatingadmissionpolicies");
    private static final GroupResource BINDINGS =
            new GroupResource(GROUP, "mutatingadmissionpolicybindings");
    private static final Comparator<ApiObject> BY_NAME =
            Comparator.comparing(object -> object.key().name());

    private final ObjectLookup objects;
    private final RequestMatch match;
    private final PolicyMatch constraints;
    private final Parameters parameters;
    private final Function<UserInfo, Permissions> permissions;
    private final PolicyPatcher patcher;

    public PolicyMutations(
            ObjectLookup objects,
            KindResolver kinds,
            Function<UserInfo, Permissions> permissions,
            MutablePolicyTypes types) {
        this.objects = objects;
        this.match = new RequestMatch(objects);
        this.constraints = new PolicyMatch(match);
        this.parameters = new Parameters(objects, kinds);
        this.permissions = permissions;
        this.patcher = new PolicyPatcher(types);
    }

    @Override
    public List<Change> of(AdmissionRequest request) {
        List<ApiObject> bindings = objects.all(BINDINGS, null);
        if (bindings.isEmpty() || request.object() == null || RequestMatch.isExempt(request)) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        for (ApiObject policy : objects.all(POLICIES, null).stream().sorted(BY_NAME).toList()) {
            ObjectNode tree = policy.tree();
            if (constraints.matches(tree.path("spec").path("matchConstraints"), request)) {
                bindings.stream()
                        .sorted(BY_NAME)
                        .map(ApiObject::tree)
                        .filter(binding -> isOf(binding, policy.key().name()))
                        .filter(b -> constraints.matches(bounds(b), request))
                        .forEach(binding -> changes.addAll(bound(tree, binding, request)));
            }
        }
        return changes;
    }

    private static boolean isOf(ObjectNode binding, String policy) {
        return binding.path("spec").path("policyName").asString("").equals(policy);
    }

    private static JsonNode bounds(ObjectNode binding) {
        return binding.path("spec").path("matchResources");
    }

    private List<Change> bound(ObjectNode policy, ObjectNode binding, AdmissionRequest request) {
        try {
            List<Change> changes = new ArrayList<>();
            for (ObjectNode parameter : parameters.of(policy, binding, request)) {
                changes.add(new Bound(policy, binding, parameter));
            }
            return changes;
        } catch (Parameters.MissingException e) {
            if (isForgiving(policy)) {
                return List.of();
            }
            throw refusal(request, policy, binding, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isForgiving(ObjectNode policy) {
        return policy.path("spec").path("failurePolicy").asString("Fail").equals("Ignore");
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString("");
    }

    private static ApiException refusal(
            AdmissionRequest request, ObjectNode policy, ObjectNode binding, String why) {
        return PolicyRefusal.of(
                request,
                Reason.INVALID,
                "policy '%s' with binding '%s' denied request: %s"
                        .formatted(name(policy), name(binding), why));
    }

    /** One policy under one binding, with one parameter. */
    private final class Bound implements Change {
        private final ObjectNode policy;
        private final ObjectNode binding;
        private final @Nullable ObjectNode parameter;

        Bound(ObjectNode policy, ObjectNode binding, @Nullable ObjectNode parameter) {
            this.policy = policy;
            this.binding = binding;
            this.parameter = parameter;
        }

        @Override
        public boolean wantsToSeeAgain() {
            return policy.path("spec").path("reinvocationPolicy").asString("").equals("IfNeeded");
        }

        @Override
        public boolean apply(AdmissionRequest request) {
            try {
                return patcher.patch(
                        policy.path("spec"),
                        request,
                        parameter,
                        () -> RequestValues.of(request, match.namespace(request), permissions));
            } catch (ExpressionException e) {
                return failed(request, e.words());
            } catch (IllegalArgumentException | ApiException e) {
                return failed(request, String.valueOf(e.getMessage()));
            }
        }

        private boolean failed(AdmissionRequest request, String why) {
            if (isForgiving(policy)) {
                return false;
            }
            throw refusal(request, policy, binding, why);
        }
    }
}
