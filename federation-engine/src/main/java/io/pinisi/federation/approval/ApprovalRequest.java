package io.pinisi.federation.approval;

import io.pinisi.federation.propagation.Renderer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An ApprovalRequest, read.
 *
 * @param digest of what would be done; empty for access
 */
public record ApprovalRequest(
        String name,
        String policy,
        String requester,
        String summary,
        String digest,
        Optional<Access> access,
        String reason,
        String ticket,
        Standing standing) {

    /** Says whose request it is, in a form that a label can have. */
    public static final String REQUESTER_LABEL = "pinisi.io/requester";

    public static final String POLICY_LABEL = "pinisi.io/approval-policy";

    /** Access to running pods for a time. */
    public record Access(
            Set<String> to,
            Set<String> clusters,
            Set<String> namespaces,
            Set<String> pods,
            Duration time) {
        public Access {
            to = Set.copyOf(to);
            clusters = Set.copyOf(clusters);
            namespaces = Set.copyOf(namespaces);
            pods = Set.copyOf(pods);
        }
    }

    public static ApprovalRequest of(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode action = spec.path("action");
        return new ApprovalRequest(
                object.path("metadata").path("name").asString(""),
                spec.path("policy").asString(""),
                spec.path("requester").path("name").asString(""),
                action.path("summary").asString(""),
                action.path("digest").asString(""),
                access(spec.path("access")),
                spec.path("reason").asString(""),
                spec.path("ticket").asString(""),
                Standing.of(object.path("status")));
    }

    private static Optional<Access> access(JsonNode access) {
        return access.isObject()
                ? Optional.of(
                        new Access(
                                ApprovalPolicy.texts(access.path("to")),
                                ApprovalPolicy.texts(access.path("clusters")),
                                ApprovalPolicy.texts(access.path("namespaces")),
                                ApprovalPolicy.texts(access.path("pods")),
                                Duration.ofSeconds(access.path("seconds").asInt(0))))
                : Optional.empty();
    }

    /** Two names never have the same, and nobody reads a name out of it. */
    public static String requesterLabel(String user) {
        return Renderer.shortHash(user);
    }

    boolean isPending(Instant now) {
        return standing.state() == Standing.State.PENDING && now.isBefore(standing.expiresAt());
    }

    /** Whether what was approved holds at present under the policy as it is at present. */
    boolean holds(ApprovalPolicy now, Instant at) {
        return standing.state() == Standing.State.APPROVED
                && at.isBefore(standing.expiresAt())
                && policy.equals(now.name())
                && approvals() >= now.approvals();
    }

    long approvals() {
        return standing.votes().stream()
                .filter(vote -> vote.approves() && !vote.user().equals(requester))
                .map(Standing.Vote::user)
                .distinct()
                .count();
    }
}
