package io.pinisi.federation.approval;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets an act that a policy covers through only with an approval of exactly that act, and uses the
 * approval up. What is refused is filed as a request, so that doing the same again once it is
 * approved is all that a person has to do, with whatever tool.
 *
 * <p>Last of the hub's rules: an approval is not used for what another rule refuses.
 */
final class ApprovalGate implements ValidatingPlugin {
    /** A loop that is refused again and again files no more than these. */
    private static final int PENDING_MAX = 50;

    private static final String APPROVAL = "approval";
    private static final String POLICY = "approvalPolicy";
    private static final String TICKET = "ticket";

    private final StoredApprovals stored;
    private final Supplier<@Nullable ApiClient> hub;
    private final InstantSource clock;
    private final Deeds deeds = new Deeds();
    private final MassCounter masses = new MassCounter();

    ApprovalGate(StoredApprovals stored, Supplier<@Nullable ApiClient> hub, InstantSource clock) {
        this.stored = stored;
        this.hub = hub;
        this.clock = clock;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (People.isComponent(request.user())
                || request.subresource().equals("status")
                || request.resource().groupResource().equals(StoredApprovals.REQUESTS)) {
            return;
        }
        List<ApprovalPolicy> covering = stored.covering(request);
        if (!covering.isEmpty()) {
            settle(covering, request);
        }
    }

    /** Objects of a collection come side by side; the first of them settles it for all. */
    private void settle(List<ApprovalPolicy> covering, AdmissionRequest request) {
        synchronized (request.act()) {
            requireUnsettled(covering, request);
        }
    }

    private void requireUnsettled(List<ApprovalPolicy> covering, AdmissionRequest request) {
        Set<String> settled = Set.of(request.act().notes().getOrDefault(POLICY, "").split(","));
        List<ApprovalPolicy> policies =
                covering.stream()
                        .filter(policy -> !settled.contains(policy.name()))
                        .filter(policy -> isBeyondMass(policy, request))
                        .toList();
        if (!policies.isEmpty()) {
            require(policies, request);
        }
    }

    private boolean isBeyondMass(ApprovalPolicy policy, AdmissionRequest request) {
        if (policy.mass().isEmpty()) {
            return true;
        }
        int objects = Math.max(1, request.act().collection().size());
        return !request.dryRun()
                && masses.isBeyond(
                        policy.name(),
                        policy.mass().get(),
                        request.user().name(),
                        request.act(),
                        objects,
                        clock.instant());
    }

    private void require(List<ApprovalPolicy> policies, AdmissionRequest request) {
        Deed deed = deeds.of(request);
        Instant now = clock.instant();
        List<ApprovalRequest> own = stored.requestsOf(request.user().name());
        List<ApprovalRequest> usable = new ArrayList<>();
        List<ApprovalPolicy> missing = new ArrayList<>();
        for (ApprovalPolicy policy : policies) {
            own.stream()
                    .filter(one -> one.digest().equals(deed.digest()) && one.holds(policy, now))
                    .findFirst()
                    .ifPresentOrElse(usable::add, () -> missing.add(policy));
        }
        if (request.dryRun()) {
            missing.forEach(
                    policy ->
                            request.warnings()
                                    .accept(
                                            "approval policy \""
                                                    + policy.name()
                                                    + "\" will ask for the approval of others"));
            return;
        }
        if (!missing.isEmpty()) {
            throw refusal(missing, file(missing, own, deed, request, now), request);
        }
        usable.forEach(one -> use(one, request));
    }

    private void use(ApprovalRequest approval, AdmissionRequest request) {
        desk().use(approval.name(), request.act().requestId());
        note(request, APPROVAL, approval.name());
        note(request, POLICY, approval.policy());
        if (!approval.ticket().isEmpty()) {
            note(request, TICKET, approval.ticket());
        }
    }

    private static void note(AdmissionRequest request, String name, String value) {
        request.act()
                .note(
                        name,
                        request.act().notes().containsKey(name)
                                ? request.act().notes().get(name) + "," + value
                                : value);
    }

    private List<String> file(
            List<ApprovalPolicy> missing,
            List<ApprovalRequest> own,
            Deed deed,
            AdmissionRequest request,
            Instant now) {
        List<ApprovalRequest> pending = own.stream().filter(one -> one.isPending(now)).toList();
        Set<String> names = new HashSet<>();
        for (ApprovalPolicy policy : missing) {
            Optional<ApprovalRequest> before =
                    pending.stream()
                            .filter(one -> one.policy().equals(policy.name()))
                            .filter(one -> one.digest().equals(deed.digest()))
                            .findFirst();
            if (before.isPresent()) {
                names.add(before.get().name());
            } else if (pending.size() + names.size() < PENDING_MAX) {
                names.add(desk().file(policy, request.user(), deed));
            }
        }
        return names.stream().sorted().toList();
    }

    private Desk desk() {
        ApiClient client = hub.get();
        if (client == null) {
            throw new ApiException(
                    Reason.SERVICE_UNAVAILABLE, "approvals cannot be asked for yet; try again");
        }
        return new Desk(client);
    }

    private static ApiException refusal(
            List<ApprovalPolicy> missing, List<String> filed, AdmissionRequest request) {
        String policies =
                missing.stream().map(ApprovalGate::demand).collect(Collectors.joining(" and "));
        String how =
                filed.isEmpty()
                        ? "; you have too many requests pending for another one"
                        : filed.stream()
                                .map(ApprovalGate::instruction)
                                .collect(
                                        Collectors.joining(
                                                "; ",
                                                "; ",
                                                "; when it is approved do the same again"));
        ApiException plain =
                ApiException.forbidden(
                        request.resource().groupResource(), request.key().name(), policies + how);
        return new ApiException(
                Reason.FORBIDDEN,
                String.valueOf(plain.getMessage()),
                new ApiException.Details(
                        request.resource().group(),
                        request.resource().resource(),
                        request.key().name(),
                        filed.stream().map(FiledRequests::cause).toList(),
                        0));
    }

    private static String demand(ApprovalPolicy policy) {
        String why = policy.description().isEmpty() ? "" : " (" + policy.description() + ")";
        String people =
                policy.approvals() == 1 ? "one other person" : policy.approvals() + " others";
        return "approval policy \""
                + policy.name()
                + "\""
                + why
                + " demands that "
                + people
                + " approve"
                + (policy.approvals() == 1 ? "s" : "");
    }

    private static String instruction(String request) {
        return "request \""
                + request
                + "\" is filed: say why by kubectl patch approvalrequest "
                + request
                + " --type merge -p '{\"spec\":{\"reason\":\"…\",\"ticket\":\"…\"}}'";
    }
}
