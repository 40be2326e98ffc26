package io.pinisi.federation.approval;

import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a request stands.
 *
 * @param expiresAt until when it waits, or may be used
 * @param usedBy the request that used it, as the audit log names it; empty before
 */
public record Standing(
        State state, Instant expiresAt, List<Vote> votes, String usedBy, Instant usedAt) {

    public Standing {
        votes = List.copyOf(votes);
    }

    /** What may come of a request. */
    public enum State {
        PENDING("Pending"),
        APPROVED("Approved"),
        DENIED("Denied"),
        EXPIRED("Expired"),
        USED("Used");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        static State of(String text) {
            for (State state : values()) {
                if (state.text.equals(text)) {
                    return state;
                }
            }
            return EXPIRED;
        }

        public boolean isFinal() {
            return this != PENDING && this != APPROVED;
        }
    }

    /** What one person said. */
    public record Vote(String user, boolean approves, String comment, Instant at) {}

    static Standing waiting(Instant until) {
        return new Standing(State.PENDING, until, List.of(), "", Instant.EPOCH);
    }

    Standing in(State next) {
        return new Standing(next, expiresAt, votes, usedBy, usedAt);
    }

    Standing with(Vote vote) {
        List<Vote> all = new ArrayList<>(votes);
        all.add(vote);
        return new Standing(state, expiresAt, all, usedBy, usedAt);
    }

    Standing until(Instant end) {
        return new Standing(state, end, votes, usedBy, usedAt);
    }

    Standing used(String requestId, Instant at) {
        return new Standing(State.USED, expiresAt, votes, requestId, at);
    }

    Standing unused() {
        return new Standing(State.APPROVED, expiresAt, votes, "", Instant.EPOCH);
    }

    static Standing of(JsonNode status) {
        List<Vote> votes = new ArrayList<>();
        for (JsonNode vote : status.path("decisions")) {
            votes.add(
                    new Vote(
                            vote.path("user").asString(""),
                            vote.path("decision").asString("").equals("Approve"),
                            vote.path("comment").asString(""),
                            instant(vote.path("at"))));
        }
        return new Standing(
                State.of(status.path("state").asString("")),
                instant(status.path("expiresAt")),
                votes,
                status.path("used").path("requestId").asString(""),
                instant(status.path("used").path("at")));
    }

    private static Instant instant(JsonNode text) {
        return text.isString() ? Instant.parse(text.stringValue()) : Instant.EPOCH;
    }

    ObjectNode tree() {
        ObjectNode status = Json.object().put("state", state.text());
        status.put("expiresAt", Timestamps.seconds(expiresAt));
        ArrayNode decisions = status.putArray("decisions");
        for (Vote vote : votes) {
            ObjectNode node = decisions.addObject().put("user", vote.user());
            node.put("decision", vote.approves() ? "Approve" : "Deny");
            if (!vote.comment().isEmpty()) {
                node.put("comment", vote.comment());
            }
            node.put("at", Timestamps.seconds(vote.at()));
        }
        if (state == State.USED) {
            status.putObject("used").put("at", Timestamps.seconds(usedAt)).put("requestId", usedBy);
        }
        return status;
    }
}
