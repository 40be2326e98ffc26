package io.pinisi.portal.hub;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.approval.ApprovalPolicy;
import io.pinisi.federation.approval.ApprovalRequest;
import io.pinisi.federation.approval.Standing;
import io.pinisi.portal.approvals.Approval;
import io.pinisi.portal.approvals.Approval.Offer;
import io.pinisi.portal.approvals.Approval.Turn;
import io.pinisi.portal.history.FieldChange;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads requests for one person at one moment. Pure.
 *
 * @param policies by name, as far as the person sees them
 */
record Approvals(UserInfo who, Map<String, ApprovalPolicy> policies, Instant now) {
    Approvals {
        policies = Map.copyOf(policies);
    }

    Approval read(ObjectNode object) {
        ApprovalRequest request = ApprovalRequest.of(object);
        @Nullable ApprovalPolicy policy = policies.get(request.policy());
        Standing.State state = state(request.standing());
        Set<Offer> offers = offers(request, policy, state);
        JsonNode action = object.path("spec").path("action");
        return new Approval(
                request.name(),
                request.access().map(Approvals::access).orElse(request.summary()),
                request.requester(),
                request.policy(),
                policy == null ? "" : policy.description(),
                status(state),
                turn(request, state, offers),
                offers,
                state == Standing.State.PENDING ? lacking(request, policy) : "",
                request.reason(),
                request.ticket(),
                changes(action),
                texts(action.path("objects")),
                request.standing().votes().stream().map(Approvals::said).toList(),
                Metadata.of(object).creationTimestamp(),
                request.standing().expiresAt());
    }

    /** What is late is over, whether the hub has said so yet or not. */
    private Standing.State state(Standing standing) {
        return standing.state().isFinal() || now.isBefore(standing.expiresAt())
                ? standing.state()
                : Standing.State.EXPIRED;
    }

    private Set<Offer> offers(
            ApprovalRequest request, @Nullable ApprovalPolicy policy, Standing.State state) {
        EnumSet<Offer> offers = EnumSet.noneOf(Offer.class);
        if (state.isFinal()) {
            return offers;
        }
        boolean pending = state == Standing.State.PENDING;
        boolean own = request.requester().equals(who.name());
        boolean approver = policy != null && policy.approvers().include(who);
        List<Standing.Vote> votes = request.standing().votes();
        if (own || approver) {
            offers.add(Offer.DENY);
        }
        if (own && pending && votes.isEmpty()) {
            offers.add(Offer.EXPLAIN);
        }
        boolean voted = votes.stream().anyMatch(vote -> vote.user().equals(who.name()));
        if (!own && approver && pending && !voted) {
            offers.add(Offer.APPROVE);
        }
        return offers;
    }

    private Turn turn(ApprovalRequest request, Standing.State state, Set<Offer> offers) {
        if (state.isFinal()) {
            return Turn.OVER;
        }
        if (state == Standing.State.APPROVED && request.access().isPresent()) {
            return Turn.IN_FORCE;
        }
        if (request.requester().equals(who.name())) {
            return Turn.MINE;
        }
        return offers.contains(Offer.APPROVE) ? Turn.TO_DECIDE : Turn.OTHERS;
    }

    private static String lacking(ApprovalRequest request, @Nullable ApprovalPolicy policy) {
        if (policy == null) {
            return "";
        }
        List<String> lacking = new ArrayList<>();
        if (policy.reasonRequired() && request.reason().isBlank()) {
            lacking.add("a reason");
        }
        if (policy.ticketRequired() && request.ticket().isBlank()) {
            lacking.add("a ticket");
        }
        return String.join(" and ", lacking);
    }

    private static Status status(Standing.State state) {
        Level level =
                switch (state) {
                    case PENDING -> Level.PROGRESSING;
                    case APPROVED -> Level.HEALTHY;
                    case DENIED -> Level.DEGRADED;
                    case EXPIRED, USED -> Level.DONE;
                };
        return Status.of(level, state.text());
    }

    private static List<FieldChange> changes(JsonNode action) {
        List<FieldChange> changes = new ArrayList<>();
        for (JsonNode change : action.path("changes")) {
            changes.add(
                    new FieldChange(
                            change.path("path").asString(""),
                            change.path("before").asString(""),
                            change.path("after").asString("")));
        }
        return changes;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asString("")));
        return texts;
    }

    private static String access(ApprovalRequest.Access access) {
        return (access.to().contains("exec") ? "run commands in " : "read logs of ")
                + (access.pods().isEmpty() ? "all pods" : join(access.pods()))
                + " in "
                + join(access.namespaces())
                + " on "
                + join(access.clusters())
                + " for "
                + Words.duration(access.time());
    }

    private static String join(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }

    private static String said(Standing.Vote vote) {
        return vote.user()
                + (vote.approves() ? " approved" : " denied")
                + (vote.comment().isEmpty() ? "" : ": " + vote.comment());
    }
}
