package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.approval.ApprovalPolicy;
import io.pinisi.portal.approvals.Approval;
import io.pinisi.portal.approvals.Approval.Offer;
import io.pinisi.portal.approvals.Approval.Turn;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Whose turn it is, and what is offered to whom. */
final class ApprovalsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final UserInfo RIKA = UserInfo.of("rika", "operators");
    private static final UserInfo ANN = UserInfo.of("ann", "operators");
    private static final UserInfo CARL = UserInfo.of("carl", "guests");
    private static final String PENDING = "{state: Pending, expiresAt: '2026-01-02T13:00:00Z'}";

    @Test
    void whoAskedMaySayWhyAndTakeItBackAndNeverApprove() {
        Approval own = read(RIKA, PENDING);
        assertEquals(Turn.MINE, own.turn());
        assertEquals(Set.of(Offer.EXPLAIN, Offer.DENY), own.offers());
        assertEquals("a reason and a ticket", own.lacking());
    }

    @Test
    void anotherApproverDecidesAndStrangersLookOn() {
        Approval other = read(ANN, PENDING);
        assertEquals(Turn.TO_DECIDE, other.turn());
        assertEquals(Set.of(Offer.APPROVE, Offer.DENY), other.offers());
        Approval seen = read(CARL, PENDING);
        assertEquals(Turn.OTHERS, seen.turn());
        assertEquals(Set.of(), seen.offers());
    }

    @Test
    void whoHasApprovedWaitsForTheNext() {
        Approval voted =
                read(
                        ANN,
                        "{state: Pending, expiresAt: '2026-01-02T13:00:00Z', decisions: [{user:"
                                + " ann, decision: Approve, comment: ok, at:"
                                + " '2026-01-02T11:00:00Z'}]}");
        assertEquals(Turn.OTHERS, voted.turn());
        assertEquals(Set.of(Offer.DENY), voted.offers());
        assertEquals("ann approved: ok", voted.said().getFirst());
    }

    @Test
    void whatIsLateIsOverBeforeTheHubSaysSo() {
        Approval late = read(ANN, "{state: Pending, expiresAt: '2026-01-02T12:00:00Z'}");
        assertEquals(Turn.OVER, late.turn());
        assertEquals("Expired", late.state().word());
        assertEquals(Set.of(), late.offers());
    }

    @Test
    void accessThatIsApprovedIsInForceUntilItsEnd() {
        ObjectNode request = request(PENDING.replace("Pending", "Approved"));
        request.withObject("/spec").remove("action");
        request.withObject("/spec")
                .set(
                        "access",
                        Yaml.parse(
                                        "{to: [logs], clusters: [bali], namespaces: [shop], pods:"
                                                + " [web-0], seconds: 3600}")
                                .getFirst());
        Approval access = approvals(ANN).read(request);
        assertEquals(Turn.IN_FORCE, access.turn());
        assertEquals("read logs of web-0 in shop on bali for 60m", access.what());
        assertEquals(Set.of(Offer.DENY), access.offers());
        assertEquals(Set.of(), approvals(CARL).read(request).offers());
    }

    private static Approval read(UserInfo who, String status) {
        return approvals(who).read(request(status));
    }

    private static Approvals approvals(UserInfo who) {
        ApprovalPolicy policy =
                ApprovalPolicy.of(
                        Yaml.parse(
                                        """
                                        metadata: {name: production}
                                        spec:
                                          actions: [{verbs: [delete], resources: [deployments]}]
                                          approvers: [{kind: Group, name: operators}]
                                          ticket: Required
                                        """)
                                .getFirst());
        return new Approvals(who, Map.of("production", policy), NOW);
    }

    private static ObjectNode request(String status) {
        return Yaml.parse(
                        """
                        metadata: {name: one, creationTimestamp: '2026-01-02T10:00:00Z'}
                        spec:
                          policy: production
                          requester: {name: rika}
                          action: {summary: delete deployments.apps shop/web, digest: x}
                        status: %s
                        """
                                .formatted(status))
                .getFirst();
    }
}
