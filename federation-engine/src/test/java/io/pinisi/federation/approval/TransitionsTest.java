package io.pinisi.federation.approval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.approval.Standing.State;
import io.pinisi.federation.approval.Transitions.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of a request, also under whatever people try in whatever order. */
final class TransitionsTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final UserInfo REQUESTER = UserInfo.of("rika", "operators");
    private static final List<UserInfo> PEOPLE =
            List.of(
                    REQUESTER,
                    UserInfo.of("ann", "operators"),
                    UserInfo.of("ben", "operators"),
                    UserInfo.of("carl", "guests"),
                    UserInfo.of("system:admin", "operators"));

    @Test
    void whoAskedNeverApproves() {
        ApprovalPolicy policy = policy(1);
        refused(Transitions.approve(filed(policy), known(policy), as(REQUESTER), "", START));
        assertEquals(
                State.APPROVED,
                next(Transitions.approve(filed(policy), known(policy), as("ann"), "ok", START))
                        .state());
    }

    @Test
    void onePersonApprovesOnce() {
        ApprovalPolicy policy = policy(2);
        ApprovalRequest request = filed(policy);
        Standing once = next(Transitions.approve(request, known(policy), as("ann"), "", START));
        assertEquals(State.PENDING, once.state());
        refused(Transitions.approve(with(request, once), known(policy), as("ann"), "", START));
        Standing twice =
                next(Transitions.approve(with(request, once), known(policy), as("ben"), "", START));
        assertEquals(State.APPROVED, twice.state());
    }

    @Test
    void anApprovalIsUsedOnceAndInTime() {
        ApprovalPolicy policy = policy(1);
        ApprovalRequest approved = approved(policy);
        assertTrue(approved.holds(policy, START));
        Instant end = approved.standing().expiresAt();
        assertEquals(START.plus(policy.valid()), end);
        assertFalse(approved.holds(policy, end), "at the end it is over");
        refused(Transitions.use(approved, "r", end));
        ApprovalRequest used =
                with(approved, next(Transitions.use(approved, "r", end.minusSeconds(1))));
        assertEquals("r", used.standing().usedBy());
        assertFalse(used.holds(policy, START));
        refused(Transitions.use(used, "again", START));
        refused(Transitions.giveBack(used, "another"));
        refused(Transitions.giveBack(approved, "r"));
        assertEquals(approved, with(used, next(Transitions.giveBack(used, "r"))));
        refused(Transitions.deny(used, known(policy), as("ann"), "", START));
    }

    @Test
    void aPolicyThatIsStricterNowHoldsNow() {
        assertTrue(approved(policy(1)).holds(policy(1), START));
        assertFalse(approved(policy(1)).holds(policy(2), START));
    }

    @Test
    void nobodyDecidesWithoutAReasonWhereOneIsDemanded() {
        ApprovalPolicy policy = policy(1);
        ApprovalRequest silent = request(Transitions.filed(policy, START), "  ");
        refused(Transitions.approve(silent, known(policy), as("ann"), "", START));
    }

    @Test
    void anotherInDisguiseAndAMissingPolicyDecideNothing() {
        ApprovalPolicy policy = policy(1);
        Transitions.Speaker disguised =
                new Transitions.Speaker(UserInfo.of("ann", "operators"), true);
        refused(Transitions.approve(filed(policy), known(policy), disguised, "", START));
        refused(Transitions.approve(filed(policy), Optional.empty(), as("ann"), "", START));
    }

    @Test
    void whatWasApprovedCanBeTakenBack() {
        ApprovalPolicy policy = policy(1);
        ApprovalRequest approved = approved(policy);
        for (UserInfo person : List.of(REQUESTER, UserInfo.of("ben", "operators"))) {
            Standing denied =
                    next(Transitions.deny(approved, known(policy), as(person), "", START));
            assertEquals(State.DENIED, denied.state());
            refused(Transitions.use(with(approved, denied), "r", START));
        }
        refused(Transitions.deny(approved, known(policy), as("carl"), "", START));
    }

    @Test
    void accessLastsNoLongerThanAskedAndThanThePolicyLets() {
        ApprovalPolicy policy = policy(1);
        for (Duration asked : List.of(Duration.ofMinutes(5), Duration.ofDays(5))) {
            ApprovalRequest request = access(policy, asked);
            Standing given =
                    next(Transitions.approve(request, known(policy), as("ann"), "", START));
            Duration longest = asked.compareTo(policy.valid()) < 0 ? asked : policy.valid();
            assertEquals(START.plus(longest), given.expiresAt());
            refused(Transitions.use(with(request, given), "r", START));
        }
    }

    /** Whatever is tried: used at most once, in time, and with enough approvals of others. */
    @Test
    void noOrderOfTriesGetsAroundTheRules() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            ApprovalPolicy policy = policy(1 + random.nextInt(2));
            ApprovalRequest request = filed(policy);
            Instant now = START;
            Set<String> approvers = new HashSet<>();
            Instant approvedUntil = Instant.EPOCH;
            int uses = 0;
            for (int step = 0; step < 30; step++) {
                now = now.plusSeconds(random.nextInt(1_500));
                UserInfo person = PEOPLE.get(random.nextInt(PEOPLE.size()));
                boolean disguised = random.nextInt(5) == 0;
                Transitions.Speaker speaker = new Transitions.Speaker(person, disguised);
                int what = random.nextInt(8);
                Result result =
                        switch (what) {
                            case 0 -> Transitions.use(request, "r" + step, now);
                            case 1 -> Transitions.expire(request, now);
                            case 2 -> Transitions.deny(request, known(policy), speaker, "", now);
                            default ->
                                    Transitions.approve(request, known(policy), speaker, "", now);
                        };
                if (!(result instanceof Result.Next(Standing standing))) {
                    continue;
                }
                String story = "seed " + seed + " step " + step;
                assertFalse(request.standing().state() == State.USED, story);
                if (what > 2) {
                    assertTrue(Set.of("ann", "ben").contains(person.name()), story);
                    assertFalse(disguised, story);
                    approvers.add(person.name());
                    if (standing.state() == State.APPROVED) {
                        assertTrue(approvers.size() >= policy.approvals(), story);
                        approvedUntil = now.plus(policy.valid());
                    }
                } else if (what == 0) {
                    uses++;
                    assertTrue(now.isBefore(approvedUntil), story);
                }
                request = with(request, standing);
            }
            assertTrue(uses <= 1, "seed " + seed);
        }
    }

    @Test
    void aStandingIsReadAsItWasWritten() {
        Standing used =
                next(Transitions.use(approved(policy(1)), "request-7", START.plusSeconds(1)));
        assertEquals(used, Standing.of(used.tree()));
    }

    static ApprovalPolicy policy(int approvals) {
        return ApprovalPolicy.of(
                Yaml.parse(
                                """
                                metadata: {name: p}
                                spec:
                                  approvers: [{kind: Group, name: operators}]
                                  access: [logs]
                                  pendingSeconds: 7200
                                  validSeconds: 3600
                                  approvals: %d
                                """
                                        .formatted(approvals))
                        .getFirst());
    }

    private static ApprovalRequest filed(ApprovalPolicy policy) {
        return request(Transitions.filed(policy, START), "because");
    }

    private static ApprovalRequest approved(ApprovalPolicy policy) {
        ApprovalRequest request = filed(policy);
        return with(
                request, next(Transitions.approve(request, known(policy), as("ann"), "", START)));
    }

    private static ApprovalRequest access(ApprovalPolicy policy, Duration time) {
        return new ApprovalRequest(
                "a",
                "p",
                REQUESTER.name(),
                "",
                "",
                Optional.of(
                        new ApprovalRequest.Access(
                                Set.of("logs"), Set.of("bali"), Set.of("shop"), Set.of(), time)),
                "because",
                "",
                Transitions.filed(policy, START));
    }

    private static ApprovalRequest request(Standing standing, String reason) {
        return new ApprovalRequest(
                "a", "p", REQUESTER.name(), "", "d", Optional.empty(), reason, "", standing);
    }

    private static ApprovalRequest with(ApprovalRequest request, Standing standing) {
        return new ApprovalRequest(
                request.name(),
                request.policy(),
                request.requester(),
                request.summary(),
                request.digest(),
                request.access(),
                request.reason(),
                request.ticket(),
                standing);
    }

    private static Optional<ApprovalPolicy> known(ApprovalPolicy policy) {
        return Optional.of(policy);
    }

    private static Transitions.Speaker as(String person) {
        return as(
                PEOPLE.stream().filter(one -> one.name().equals(person)).findFirst().orElseThrow());
    }

    private static Transitions.Speaker as(UserInfo person) {
        return new Transitions.Speaker(person, false);
    }

    private static Standing next(Result result) {
        return assertInstanceOf(Result.Next.class, result).standing();
    }

    private static void refused(Result result) {
        assertInstanceOf(Result.Refused.class, result);
    }
}
