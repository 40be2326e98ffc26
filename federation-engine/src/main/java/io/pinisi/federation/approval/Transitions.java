package io.pinisi.federation.approval;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.federation.approval.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The life of a request, decided and not done. */
final class Transitions {
    private Transitions() {}

    /** Who says something. */
    record Speaker(UserInfo user, boolean impersonated) {}

    /** What becomes of a request. */
    sealed interface Result {
        record Next(Standing standing) implements Result {}

        record Refused(String why) implements Result {}
    }

    static Standing filed(ApprovalPolicy policy, Instant now) {
        return Standing.waiting(now.plus(policy.pending()));
    }

    /**
     * @param policy as it is now; empty where it is gone
     */
    static Result approve(
            ApprovalRequest request,
            Optional<ApprovalPolicy> policy,
            Speaker speaker,
            String comment,
            Instant now) {
        if (!request.isPending(now)) {
            return refused("it is not pending any more: " + state(request, now));
        }
        if (policy.isEmpty()) {
            return refused("approval policy \"" + request.policy() + "\" is gone");
        }
        ApprovalPolicy rules = policy.get();
        if (speaker.user().name().equals(request.requester())) {
            return refused("nobody approves what he asked for himself");
        }
        Optional<String> objection = objection(rules, speaker);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        if (rules.reasonRequired() && request.reason().isBlank()) {
            return refused("the requester has not said why yet: spec.reason is empty");
        }
        if (rules.ticketRequired() && request.ticket().isBlank()) {
            return refused("the requester has not named a ticket yet: spec.ticket is empty");
        }
        boolean again =
                request.standing().votes().stream()
                        .anyMatch(vote -> vote.user().equals(speaker.user().name()));
        if (again) {
            return refused("you have approved it already; it needs somebody else as well");
        }
        return new Result.Next(approved(request, rules, speaker, comment, now));
    }

    private static Standing approved(
            ApprovalRequest request,
            ApprovalPolicy policy,
            Speaker speaker,
            String comment,
            Instant now) {
        Standing.Vote vote = new Standing.Vote(speaker.user().name(), true, comment, now);
        Standing next = request.standing().with(vote);
        if (request.approvals() + 1 < policy.approvals()) {
            return next;
        }
        Duration time =
                request.access()
                        .map(ApprovalRequest.Access::time)
                        .filter(asked -> asked.compareTo(policy.valid()) < 0)
                        .orElse(policy.valid());
        return next.in(State.APPROVED).until(now.plus(time));
    }

    /** Also what was approved can be denied as long as it is not used; and taken back. */
    static Result deny(
            ApprovalRequest request,
            Optional<ApprovalPolicy> policy,
            Speaker speaker,
            String comment,
            Instant now) {
        if (request.standing().state().isFinal() || !now.isBefore(request.standing().expiresAt())) {
            return refused("it is over: " + state(request, now));
        }
        boolean own = speaker.user().name().equals(request.requester());
        if (!own) {
            Optional<String> objection =
                    policy.isPresent()
                            ? objection(policy.get(), speaker)
                            : Optional.of("its approval policy is gone");
            if (objection.isPresent()) {
                return refused(objection.get());
            }
        }
        Standing.Vote vote = new Standing.Vote(speaker.user().name(), false, comment, now);
        return new Result.Next(request.standing().with(vote).in(State.DENIED));
    }

    private static Optional<String> objection(ApprovalPolicy policy, Speaker speaker) {
        if (speaker.impersonated()) {
            return Optional.of("people decide as themselves, never as another by impersonation");
        }
        if (!People.isPerson(speaker.user()) || !policy.approvers().include(speaker.user())) {
            return Optional.of("you are no approver of approval policy \"" + policy.name() + "\"");
        }
        return Optional.empty();
    }

    static Result use(ApprovalRequest request, String requestId, Instant now) {
        boolean usable =
                request.standing().state() == State.APPROVED
                        && request.access().isEmpty()
                        && now.isBefore(request.standing().expiresAt());
        return usable
                ? new Result.Next(request.standing().used(requestId, now))
                : refused("there is no approval to use: " + state(request, now));
    }

    /** By the request alone that used it, and that wrote nothing then. */
    static Result giveBack(ApprovalRequest request, String requestId) {
        Standing standing = request.standing();
        return standing.state() == State.USED && standing.usedBy().equals(requestId)
                ? new Result.Next(standing.unused())
                : refused("it was not used by that request: " + standing.state().text());
    }

    static Result expire(ApprovalRequest request, Instant now) {
        if (request.standing().state().isFinal() || now.isBefore(request.standing().expiresAt())) {
            return refused("it has not expired: " + state(request, now));
        }
        return new Result.Next(request.standing().in(State.EXPIRED));
    }

    private static String state(ApprovalRequest request, Instant now) {
        Standing standing = request.standing();
        boolean late = !standing.state().isFinal() && !now.isBefore(standing.expiresAt());
        return (late ? State.EXPIRED : standing.state()).text();
    }

    private static Result refused(String why) {
        return new Result.Refused(why);
    }
}
