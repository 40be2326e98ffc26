package io.pinisi.cluster.history;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.history.HistoryChange;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryState;
import io.pinisi.db.history.LegalHold;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The past as JSON. */
final class HistoryJson {
    private HistoryJson() {}

    static ObjectNode state(HistoryState state) {
        ObjectNode json = key(state.key());
        json.put("revision", state.revision());
        json.put("validFrom", state.from().toString());
        if (state.until() != null) {
            json.put("validUntil", state.until().toString());
        }
        json.put("actor", state.actor()).put("requestId", state.requestId());
        ObjectNode object = object(state);
        json.put("exists", object != null);
        if (object != null) {
            json.set("object", object);
        }
        return json;
    }

    /** A state with what it changed of the one before. */
    static ObjectNode step(HistoryState state, @Nullable HistoryState before) {
        ObjectNode json = state(state);
        differences(json, before, state);
        return json;
    }

    static ObjectNode change(HistoryChange change) {
        ObjectNode json = key(change.key());
        if (change.before() != null) {
            json.set("before", state(change.before()));
        }
        if (change.after() != null) {
            json.set("after", state(change.after()));
        }
        differences(json, change.before(), change.after());
        return json;
    }

    private static void differences(
            ObjectNode json, @Nullable HistoryState before, @Nullable HistoryState after) {
        var differences = json.putArray("differences");
        for (Differences.Difference difference :
                Differences.between(object(before), object(after))) {
            ObjectNode item = differences.addObject().put("path", difference.path());
            if (difference.before() != null) {
                item.set("before", difference.before());
            }
            if (difference.after() != null) {
                item.set("after", difference.after());
            }
        }
    }

    private static @Nullable ObjectNode object(@Nullable HistoryState state) {
        byte[] body = state == null ? null : state.body();
        return body == null ? null : Json.parse(body);
    }

    static ObjectNode hold(LegalHold hold) {
        return Json.object()
                .put("name", hold.name())
                .put("namespace", hold.namespace())
                .put("reason", hold.reason())
                .put("placedBy", hold.placedBy())
                .put("placedAt", hold.placedAt().toString());
    }

    private static ObjectNode key(HistoryKey key) {
        return Json.object()
                .put("resource", key.resource())
                .put("namespace", key.namespace())
                .put("name", key.name());
    }
}
