package io.pinisi.portal.demo;

import io.pinisi.auth.Identity;
import io.pinisi.portal.approvals.AccessOffer;
import io.pinisi.portal.approvals.AccessWish;
import io.pinisi.portal.approvals.Approval;
import io.pinisi.portal.approvals.Approval.Offer;
import io.pinisi.portal.approvals.Approval.Turn;
import io.pinisi.portal.approvals.ApprovalService;
import io.pinisi.portal.approvals.Inbox;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.history.FieldChange;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Made-up requests. */
final class DemoApprovals implements ApprovalService {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant LATER = Instant.parse("2099-11-22T12:00:00Z");

    @Override
    public Changes changes() {
        return listener -> () -> {};
    }

    @Override
    public Inbox inbox(Identity who) {
        return new Inbox(
                all().stream().filter(one -> one.turn() != Turn.OVER).toList(),
                List.of(new AccessOffer("logs", Set.of("logs"), Duration.ofHours(4), true)));
    }

    private static List<Approval> all() {
        Status pending = Status.of(Level.PROGRESSING, "Pending");
        Status approved = Status.healthy("Approved");
        return List.of(
                request("a", "update deployments.apps shop/web", "rika", pending, Turn.TO_DECIDE),
                request("b", "delete namespaces shop", "pinisi-admin", pending, Turn.MINE),
                request("e", "delete services shop/web", "olga", pending, Turn.OTHERS),
                request(
                        "c",
                        "read logs of web-0 in shop on bali for 60m",
                        "aude",
                        approved,
                        Turn.IN_FORCE),
                request(
                        "d",
                        "delete clusters.cluster.karmada.io flores",
                        "rika",
                        Status.of(Level.DONE, "Used"),
                        Turn.OVER));
    }

    private static Approval request(
            String id, String what, String requester, Status state, Turn turn) {
        boolean mine = turn == Turn.MINE;
        return new Approval(
                "request-" + id,
                what,
                requester,
                "production",
                "Nobody changes production alone.",
                state,
                turn,
                switch (turn) {
                    case TO_DECIDE -> Set.of(Offer.APPROVE, Offer.DENY);
                    case MINE -> Set.of(Offer.EXPLAIN, Offer.DENY);
                    case OTHERS, IN_FORCE -> Set.of(Offer.DENY);
                    case OVER -> Set.of();
                },
                mine ? "a reason" : "",
                mine ? "" : "the shop moves to flores",
                mine ? "" : "OPS-7",
                turn == Turn.TO_DECIDE
                        ? List.of(new FieldChange("spec.replicas", "3", "0"))
                        : List.of(),
                List.of(),
                turn == Turn.IN_FORCE || turn == Turn.OVER
                        ? List.of("ann approved: fine")
                        : List.of(),
                START,
                LATER);
    }

    @Override
    public int waiting(Identity who) {
        return 1;
    }

    @Override
    public Page<Approval> over(Identity who, PageRequest page) {
        return page.of(
                all().stream().filter(one -> one.turn() == Turn.OVER).toList(),
                Approval::what,
                key -> Comparator.comparing(Approval::id));
    }

    @Override
    public Approval request(Identity who, String id) {
        return all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public void approve(Identity who, String request, String comment) {}

    @Override
    public void deny(Identity who, String request, String comment) {}

    @Override
    public void explain(Identity who, String request, String reason, String ticket) {}

    @Override
    public String ask(Identity who, AccessWish wish) {
        return "access-demo";
    }
}
