package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.portal.backend.Changes;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as they were at a moment, asked of the hub's history as the person.
 *
 * @param hub the hub of now, which has the history, as a person
 */
record Past(Function<Identity, ApiClient> hub, Instant at) {
    static final String HUB = "hub";
    static final String EVERYWHERE = "*";

    /** The past does not change. */
    static final Changes NEVER = listener -> () -> {};

    /** Objects read for one list at the most. */
    private static final int MOST = 20_000;

    private static final String PAGE = "500";

    /**
     * An object, and whose it was.
     *
     * @param unknownSince from when on nobody watched; null where it was watched
     */
    record Seen(String source, ObjectNode object, @Nullable Instant unknownSince) {
        boolean isMembers() {
            return !source.equals(HUB);
        }

        /** What was known last is not what was. */
        Status or(Status known) {
            return unknownSince == null
                    ? known
                    : new Status(
                            Level.UNREACHABLE,
                            "Unknown",
                            "Not watched since " + Words.moment(unknownSince));
        }
    }

    /**
     * @param source {@link #HUB}, a cluster, or {@link #EVERYWHERE}
     * @param namespace empty for all
     */
    List<Seen> all(Identity who, String source, String resource, String namespace) {
        List<Seen> found = new ArrayList<>();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("at", at.toString());
        query.put("source", source);
        query.put("resource", resource);
        query.put("namespace", namespace);
        query.put("limit", PAGE);
        String next = "";
        do {
            query.put("continue", next);
            ObjectNode page = HubDocuments.object(hub.apply(who), "/history/objects", query);
            page.path("items")
                    .forEach(
                            item -> {
                                if (item.get("object") instanceof ObjectNode object) {
                                    found.add(
                                            new Seen(
                                                    Trees.text(item, "source"),
                                                    object,
                                                    Trees.time(item, "unknownSince")));
                                }
                            });
            next = Trees.text(page, "continue");
        } while (!next.isEmpty() && found.size() < MOST);
        return found;
    }

    Optional<Seen> find(
            Identity who, String source, String resource, String namespace, String name) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("at", at.toString());
        query.put("source", source);
        query.put("resource", resource);
        query.put("namespace", namespace);
        query.put("name", name);
        ObjectNode page = HubDocuments.object(hub.apply(who), "/history/objects", query);
        for (var item : page.path("items")) {
            if (item.get("object") instanceof ObjectNode object) {
                return Optional.of(new Seen(source, object, Trees.time(item, "unknownSince")));
            }
        }
        return Optional.empty();
    }

    ApiException missing(String what) {
        return new ApiException(Reason.NOT_FOUND, what + " was not there at " + Words.moment(at));
    }
}
