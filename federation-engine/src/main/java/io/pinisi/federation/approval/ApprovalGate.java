package io.pinisi.federation.approval;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an act that a policy covers through only with an approval of exactly that act, and uses the
 * approval up. What is refused is filed as a request, so that doing the same again once it is
 * approved is all that a person has to do, with whatever tool.
 *
 * <p>Last of the hub's rules: an approval is not used for what another rule refuses.
 */
final class ApprovalGate implements ValidatingPlugin {
    private static final Logger log = LoggerFactory.getLogger(ApprovalGate.class);

    /** A loop that is refused again and again files no more than these. */
    private static final int PENDING_MAX = 50;

    private static final String APPROVAL = "approval";
    private static final String POLICY = "approvalPolicy";
    private static final String TICKET = "ticket";

    private final StoredApprovals stored;
    private final Supplier<@Nullable ApiClient> hub;
    private final InstantSource clock;
    private final Deeds deeds;
    private final MassCounter masses = new MassCounter();

    ApprovalGate(
            StoredApprovals stored,
            Deeds deeds,
            Supplier<@Nullable ApiClient> hub,
            InstantSource clock) {
        this.deeds = deeds;
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
        Desk desk = desk();
        String requestId = request.act().requestId();
        desk.use(approval.name(), requestId);
        request.act().ifRefused(() -> giveBack(desk, approval, requestId));
        note(request, APPROVAL, approval.name());
        note(request, POLICY, approval.policy());
        if (!approval.ticket().isEmpty()) {
            note(request, TICKET, approval.ticket());
        }
    }

    /** One that cannot be given back stays used, which is the safe side. */
    private static void giveBack(Desk desk, ApprovalRequest approval, String requestId) {
        try {
            desk.giveBack(approval.name(), requestId);
        } catch (ApiException e) {
            log.warn(
                    "approval not given back request={} reason={}",
                    approval.name(),
                    e.getMessage());
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

    /** Requests by their names. */
    private SortedMap<String, ApprovalPolicy> file(
            List<ApprovalPolicy> missing,
            List<ApprovalRequest> own,
            Deed deed,
            AdmissionRequest request,
            Instant now) {
        List<ApprovalRequest> pending = own.stream().filter(one -> one.isPending(now)).toList();
        SortedMap<String, ApprovalPolicy> filed = new TreeMap<>();
        for (ApprovalPolicy policy : missing) {
            Optional<ApprovalRequest> before =
                    pending.stream()
                            .filter(one -> one.policy().equals(policy.name()))
                            .filter(one -> one.digest().equals(deed.digest()))
                            .findFirst();
            if (before.isPresent()) {
                filed.put(before.get().name(), policy);
            } else if (pending.size() + filed.size() < PENDING_MAX) {
                filed.put(desk().file(policy, request.user(), deed), policy);
            }
        }
        return filed;
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
            List<ApprovalPolicy> missing,
            SortedMap<String, ApprovalPolicy> filed,
            AdmissionRequest request) {
        String policies =
                missing.stream().map(ApprovalPolicy::demand).collect(Collectors.joining(" and "));
        String how =
                filed.isEmpty()
                        ? "; you have too many requests pending for another one"
                        : filed.keySet().stream()
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
                        filed.entrySet().stream()
                                .map(one -> FiledRequests.cause(one.getKey(), one.getValue()))
                                .toList(),
                        0));
    }

    private static String instruction(String request) {
        return "request \""
                + request
                + "\" is filed: say why by kubectl patch approvalrequest "
                + request
                + " --type merge -p '{\"spec\":{\"reason\":\"…\",\"ticket\":\"…\"}}'";
    }
}
