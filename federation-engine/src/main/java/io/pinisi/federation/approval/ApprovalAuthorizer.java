package io.pinisi.federation.approval;

import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.Visibility;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where roles give no right: people see and answer the requests that concern them, and see the
 * policies by which they decide or may ask. What they may write to a request, admission judges.
 */
final class ApprovalAuthorizer implements Authorizer {
    private static final Set<String> CHANGES = Set.of("get", "update", "patch");

    private final StoredApprovals stored;

    ApprovalAuthorizer(StoredApprovals stored) {
        this.stored = stored;
    }

    @Override
    public Decision authorize(Attributes asked) {
        boolean ours =
                asked.group().equals(FederationKinds.APPROVAL_REQUESTS.group())
                        && asked.subresource().isEmpty()
                        && People.isPerson(asked.user());
        if (!ours) {
            return new Decision.NoOpinion();
        }
        if (asked.resource().equals(FederationKinds.APPROVAL_REQUESTS.resource())) {
            return request(asked);
        }
        return asked.resource().equals(FederationKinds.APPROVAL_POLICIES.resource())
                ? policy(asked)
                : new Decision.NoOpinion();
    }

    private Decision request(Attributes asked) {
        RequestSight sight =
                new RequestSight(
                        ApprovalRequest.requesterLabel(asked.user().name()),
                        names(policy -> policy.approvers().include(asked.user())));
        if (isCollection(asked)) {
            return new Decision.Narrowed("requests that concern them", sight);
        }
        if (asked.verb().equals("create")) {
            return new Decision.Allowed("everybody may ask");
        }
        boolean seen =
                CHANGES.contains(asked.verb())
                        && stored.request(asked.name())
                                .filter(one -> sight.shows(one.key(), one.labels()))
                                .isPresent();
        return seen ? new Decision.Allowed("the request concerns them") : new Decision.NoOpinion();
    }

    private Decision policy(Attributes asked) {
        Visibility sight =
                new RequestSight.Policies(
                        names(
                                policy ->
                                        policy.approvers().include(asked.user())
                                                || (!policy.access().isEmpty()
                                                        && policy.requesters()
                                                                .include(asked.user()))));
        if (isCollection(asked)) {
            return new Decision.Narrowed("policies that concern them", sight);
        }
        boolean seen =
                asked.verb().equals("get")
                        && sight.shows(ObjectKey.cluster(asked.name()), java.util.Map.of());
        return seen ? new Decision.Allowed("the policy concerns them") : new Decision.NoOpinion();
    }

    private static boolean isCollection(Attributes asked) {
        return asked.verb().equals("list") || asked.verb().equals("watch");
    }

    private Set<String> names(java.util.function.Predicate<ApprovalPolicy> which) {
        return stored.policies().stream()
                .filter(which)
                .map(ApprovalPolicy::name)
                .collect(Collectors.toSet());
    }
}
