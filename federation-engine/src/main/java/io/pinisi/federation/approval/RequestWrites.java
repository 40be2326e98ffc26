package io.pinisi.federation.approval;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.admission.MutatingPlugin;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.access.EngineAccess;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What may be written to a request, by whom. Who decides sets {@code spec.decision}; here it
 * becomes a line of the status under the name that the request came with, in the same write, so
 * that the audit record of the write is the record of the decision. Nobody writes the status
 * itself, the administrators of the hub and the engine included.
 */
final class RequestWrites implements MutatingPlugin, ValidatingPlugin {
    private static final Set<String> REQUESTERS = Set.of("reason", "ticket");
    private static final Set<String> SPOKEN = Set.of("decision", "comment");

    private final StoredApprovals stored;
    private final InstantSource clock;

    RequestWrites(StoredApprovals stored, InstantSource clock) {
        this.stored = stored;
        this.clock = clock;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (isRequest(request)
                && request.operation() == Operation.DELETE
                && !isHub(request.user())) {
            throw refusal(
                    request,
                    "requests stay as evidence and go when they are old; to take one back set"
                            + " spec.decision to Deny");
        }
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode next = request.object();
        if (next == null || !isRequest(request)) {
            return;
        }
        if (!request.subresource().isEmpty()) {
            throw refusal(request, "the status follows from spec.decision; nobody writes it");
        }
        ObjectNode old = request.oldObject();
        Standing standing =
                old == null ? file(request, spec(next)) : decide(request, old, spec(next), next);
        spec(next).remove(SPOKEN);
        next.set("status", standing.tree());
        ObjectNode labels = Json.object();
        labels.put(ApprovalRequest.POLICY_LABEL, spec(next).path("policy").asString(""));
        labels.put(
                ApprovalRequest.REQUESTER_LABEL,
                ApprovalRequest.requesterLabel(
                        spec(next).path("requester").path("name").asString("")));
        next.withObject("/metadata").set("labels", labels);
    }

    private static ObjectNode spec(ObjectNode object) {
        return object.withObject("/spec");
    }

    private Standing file(AdmissionRequest request, ObjectNode spec) {
        UserInfo user = request.user();
        if (!isHub(user)) {
            if (!People.isPerson(user) || request.act().isImpersonated()) {
                throw refusal(request, "people ask for access as themselves");
            }
            requireAccess(request, spec);
            ObjectNode requester = spec.putObject("requester").put("name", user.name());
            ArrayNode groups = requester.putArray("groups");
            user.groups().forEach(groups::add);
        }
        ApprovalPolicy policy =
                stored.policy(spec.path("policy").asString(""))
                        .orElseThrow(
                                () ->
                                        refusal(
                                                request,
                                                "there is no approval policy \""
                                                        + spec.path("policy").asString("")
                                                        + "\""));
        return Transitions.filed(policy, clock.instant());
    }

    /** All but access is asked for by doing it. */
    private void requireAccess(AdmissionRequest request, ObjectNode spec) {
        if (spec.has("action") || !spec.has("access")) {
            throw refusal(
                    request,
                    "the hub files requests for acts itself when it refuses them; only access"
                            + " (spec.access) is asked for by creating one");
        }
        Set<String> to = ApprovalPolicy.texts(spec.path("access").path("to"));
        String named = spec.path("policy").asString("");
        Optional<ApprovalPolicy> policy =
                stored.policies().stream()
                        .filter(one -> named.isEmpty() || one.name().equals(named))
                        .filter(one -> one.access().containsAll(to))
                        .filter(one -> one.requesters().include(request.user()))
                        .findFirst();
        if (policy.isEmpty()) {
            throw refusal(request, "no approval policy lets you ask for access to " + to);
        }
        spec.put("policy", policy.get().name());
    }

    private Standing decide(
            AdmissionRequest request, ObjectNode old, ObjectNode spec, ObjectNode next) {
        ApprovalRequest before = ApprovalRequest.of(old);
        requireUnchanged(request, before, old.withObject("/spec"), spec);
        String decision = spec.path("decision").asString("");
        String comment = spec.path("comment").asString("");
        if (decision.isEmpty()) {
            return before.standing();
        }
        Instant now = clock.instant();
        ApprovalRequest asked = ApprovalRequest.of(withStatus(next, old));
        Transitions.Speaker speaker =
                new Transitions.Speaker(request.user(), request.act().isImpersonated());
        Optional<ApprovalPolicy> policy = stored.policy(before.policy());
        Transitions.Result result =
                switch (decision) {
                    case "Approve" -> Transitions.approve(asked, policy, speaker, comment, now);
                    case "Deny" -> Transitions.deny(asked, policy, speaker, comment, now);
                    case "Use" -> own(request, Transitions.use(asked, comment, now));
                    case "GiveBack" -> own(request, Transitions.giveBack(asked, comment));
                    case "Expire" -> own(request, Transitions.expire(asked, now));
                    default -> new Transitions.Result.Refused("no decision: " + decision);
                };
        return switch (result) {
            case Transitions.Result.Next(Standing standing) -> standing;
            case Transitions.Result.Refused(String why) -> throw refusal(request, why);
        };
    }

    private static ObjectNode withStatus(ObjectNode next, ObjectNode old) {
        ObjectNode whole = next.deepCopy();
        whole.set("status", old.path("status"));
        return whole;
    }

    private static Transitions.Result own(AdmissionRequest request, Transitions.Result result) {
        return isHub(request.user())
                ? result
                : new Transitions.Result.Refused("Use, GiveBack and Expire are the hub's own");
    }

    /** Reason and ticket are the requester's until somebody has decided; the rest is nobody's. */
    private void requireUnchanged(
            AdmissionRequest request, ApprovalRequest before, ObjectNode old, ObjectNode spec) {
        ObjectNode was = old.deepCopy().remove(SPOKEN);
        ObjectNode is = spec.deepCopy().remove(SPOKEN);
        if (was.equals(is)) {
            return;
        }
        was.remove(REQUESTERS);
        is.remove(REQUESTERS);
        if (!was.equals(is)) {
            throw refusal(request, "what was asked for cannot be changed; ask anew");
        }
        if (!request.user().name().equals(before.requester())) {
            throw refusal(request, "only the requester says why");
        }
        boolean open = before.standing().votes().isEmpty() && before.isPending(clock.instant());
        if (!open) {
            throw refusal(request, "somebody has decided already; ask anew");
        }
    }

    private static boolean isHub(UserInfo user) {
        return user.name().equals(EngineAccess.ENGINE.name());
    }

    private static boolean isRequest(AdmissionRequest request) {
        return request.resource().groupResource().equals(StoredApprovals.REQUESTS);
    }

    private static ApiException refusal(AdmissionRequest request, String why) {
        return ApiException.forbidden(StoredApprovals.REQUESTS, request.key().name(), why);
    }
}
