package io.pinisi.federation.fleet;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Something that was told about an object.
 *
 * @param cluster empty for the hub
 */
public record EventSummary(
        String cluster,
        String type,
        String reason,
        String object,
        String message,
        int count,
        Optional<Instant> last) {

    static EventSummary of(String cluster, JsonNode event) {
        JsonNode about = event.path("involvedObject");
        return new EventSummary(
                cluster,
                event.path("type").asString("Normal"),
                event.path("reason").asString(""),
                about.path("kind").asString("") + "/" + about.path("name").asString(""),
                event.path("message").asString(""),
                Math.max(1, event.path("count").asInt(1)),
                time(event));
    }

    private static Optional<Instant> time(JsonNode event) {
        for (String field : new String[] {"lastTimestamp", "eventTime", "firstTimestamp"}) {
            String text = event.path(field).asString("");
            if (!text.isEmpty()) {
                return Optional.of(Instant.parse(text));
            }
        }
        return Optional.empty();
    }
}
