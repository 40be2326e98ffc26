package io.pinisi.federation.evidence;

import io.pinisi.cluster.history.HistoryOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryChange;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The hub's own objects as they were. */
record Past(History history) {
    private static final int PAGE = 500;

    /** All of a resource, without limit to their number; each is handed on by itself. */
    void each(String resource, Instant at, Consumer<ObjectNode> object) {
        HistoryKey after = null;
        List<HistoryState> page;
        do {
            page = history.at(scope(resource), at, after, PAGE);
            for (HistoryState state : page) {
                after = state.key();
                if (state.body() != null) {
                    object.accept(Json.parse(state.body()));
                }
            }
        } while (page.size() == PAGE);
    }

    List<ObjectNode> all(String resource, Instant at) {
        List<ObjectNode> all = new ArrayList<>();
        each(resource, at, all::add);
        return all;
    }

    /** What was written of a resource in between, in the words of the difference. */
    void changes(String resource, Instant from, Instant until, Consumer<ObjectNode> change) {
        HistoryKey after = null;
        List<HistoryChange> page;
        do {
            page = history.between(scope(resource), from, until, after, PAGE);
            for (HistoryChange one : page) {
                after = one.key();
                change.accept(json(one));
            }
        } while (page.size() == PAGE);
    }

    private static ObjectNode json(HistoryChange change) {
        ObjectNode json =
                Json.object()
                        .put("resource", change.key().resource())
                        .put("namespace", change.key().namespace())
                        .put("name", change.key().name());
        put(json, "before", change.before());
        put(json, "after", change.after());
        return json;
    }

    private static void put(ObjectNode json, String field, @Nullable HistoryState state) {
        if (state == null || state.body() == null) {
            json.putNull(field);
            return;
        }
        json.putObject(field)
                .put("validFrom", state.from().toString())
                .put("actor", state.actor())
                .put("requestId", state.requestId())
                .set("object", Json.parse(state.body()));
    }

    private static HistoryScope scope(String resource) {
        return HistoryScope.of(HistoryOptions.HUB).resource(resource);
    }
}
