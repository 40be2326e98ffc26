package io.pinisi.federation.approval;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.approval.Standing.State;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.MemberClients;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Lets requests expire, forgets old ones (the history keeps them), and makes granted access
 * effective in members for its time. Access is taken away before the request says that it has
 * expired.
 */
public final class ApprovalKeeper implements AutoCloseable {
    /** How long what is over stays to be looked at. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** A member that could not be reached is tried again after this. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Desk desk;
    private final AccessGrants grants;
    private final Controller<String> controller;
    private final Mirror<ApprovalRequest> requests;

    /**
     * @param hub as the engine
     */
    public ApprovalKeeper(ApiClient hub, MemberClients members, InstantSource clock) {
        this.clock = clock;
        this.desk = new Desk(hub);
        this.grants = new AccessGrants(members);
        this.controller = Controller.of("approvals", clock, this::reconcile, 1);
        this.requests =
                new Mirror<>(
                        "approvals",
                        hub,
                        Mirror.Source.all(FederationKinds.APPROVAL_REQUESTS, "ApprovalRequest"),
                        ApprovalRequest::of,
                        (key, before, after) -> controller.queue().add(key.name()));
    }

    public void start() {
        requests.start();
        controller.start();
    }

    private Outcome reconcile(String name) {
        ApprovalRequest request = requests.find(ObjectKey.cluster(name)).orElse(null);
        if (request == null) {
            return Outcome.SETTLED;
        }
        Instant now = clock.instant();
        Instant end = request.standing().expiresAt();
        if (request.standing().state().isFinal()) {
            return forget(request, end.plus(KEPT), now);
        }
        if (!now.isBefore(end)) {
            return expire(request);
        }
        boolean granted = request.standing().state() == State.APPROVED;
        boolean complete =
                !granted || request.access().map(a -> grants.give(request, a)).orElse(true);
        Duration left = Duration.between(now, end);
        return Outcome.revisit(complete || left.compareTo(SOON) < 0 ? left : SOON);
    }

    private Outcome expire(ApprovalRequest request) {
        if (!request.access().map(access -> grants.take(request, access)).orElse(true)) {
            return Outcome.revisit(SOON);
        }
        desk.expire(request.name());
        return Outcome.SETTLED;
    }

    /** What was denied after it had been approved is taken away as well. */
    private Outcome forget(ApprovalRequest request, Instant at, Instant now) {
        boolean given = request.standing().votes().stream().anyMatch(Standing.Vote::approves);
        boolean taken =
                !given || request.access().map(access -> grants.take(request, access)).orElse(true);
        if (!taken) {
            return Outcome.revisit(SOON);
        }
        if (now.isBefore(at)) {
            return Outcome.revisit(Duration.between(now, at));
        }
        try {
            desk.forget(request.name());
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    @Override
    public void close() {
        requests.close();
        controller.close();
    }
}
