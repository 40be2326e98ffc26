package io.pinisi.federation.epoch;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * That a hub has taken a member.
 *
 * @param hub its id
 * @param epoch how often the member was taken until then
 * @param token tells two claims of the same epoch from each other
 */
public record Claim(String hub, long epoch, String token) {

    /** Reads the mark in a member; empty where somebody made something else of it. */
    static Optional<Claim> of(JsonNode mark) {
        JsonNode data = mark.path("data");
        String hub = data.path("hub").asString("");
        String token = data.path("token").asString("");
        try {
            long epoch = Long.parseLong(data.path("epoch").asString(""));
            return hub.isEmpty() || token.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Claim(hub, epoch, token));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    ObjectNode data() {
        return Json.object().put("hub", hub).put("epoch", Long.toString(epoch)).put("token", token);
    }

    /** Reads what a hub kept of its own claims. */
    public static List<Claim> kept(String hub, String text) {
        List<Claim> claims = new ArrayList<>();
        for (String part : text.isBlank() ? new String[0] : text.split(" ")) {
            int slash = part.indexOf('/');
            if (slash > 0) {
                claims.add(
                        new Claim(
                                hub,
                                Long.parseLong(part.substring(0, slash)),
                                part.substring(slash + 1)));
            }
        }
        return claims;
    }

    /** The form that {@link #kept} reads. */
    public static String text(List<Claim> claims) {
        return claims.stream()
                .map(claim -> claim.epoch() + "/" + claim.token())
                .collect(Collectors.joining(" "));
    }
}
