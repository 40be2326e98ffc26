package io.pinisi.cluster.history;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryState;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether somebody watched a collection of a source that is observed from outside. It has a history
 * like the objects of the source: while there was no contact, the last state of each of them is the
 * last that is known, and not necessarily what was.
 *
 * @param reason why nobody watched; empty while somebody did
 */
public record Contact(boolean held, String reason) {
    /** Under which contacts are remembered, each by the name of its collection. */
    public static final String RESOURCE = "contacts.history.pinisi.io";

    /** The source is not observed any more, by a decision and not by an accident. */
    public static final String LEFT = "Left";

    public static final Contact HELD = new Contact(true, "");

    public static Contact lost(String reason) {
        return new Contact(false, reason);
    }

    /**
     * @param resource in the form {@code deployments.apps}
     */
    public static HistoryKey key(String resource) {
        return new HistoryKey(RESOURCE, "", resource);
    }

    public byte[] body() {
        return Json.bytes(Json.object().put("held", held).put("reason", reason));
    }

    static Optional<Contact> of(HistoryState state) {
        byte[] body = state.body();
        if (body == null) {
            return Optional.empty();
        }
        ObjectNode tree = Json.parse(body);
        return Optional.of(
                new Contact(tree.path("held").asBoolean(false), tree.path("reason").asString("")));
    }

    /** From when on it is not known what was; null where it is known. */
    static @Nullable Instant unknownSince(HistoryState state) {
        return of(state).filter(contact -> !contact.held()).isPresent() ? state.from() : null;
    }
}
