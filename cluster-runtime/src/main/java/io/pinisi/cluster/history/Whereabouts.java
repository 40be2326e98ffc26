package io.pinisi.cluster.history;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import io.pinisi.db.history.HistoryStay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * In which clusters and regions objects were seen between two moments; and where somebody else
 * would have to be asked, because nobody watched.
 */
final class Whereabouts {
    /** Objects of one answer at the most; an answer that is cut off says so. */
    private static final int MOST = 1000;

    private static final int PAGE = 500;
    private static final String TENANT = "pinisi.io/tenant";

    private final HistoryOptions options;
    private final PastRights rights;
    private final Contacts contacts;

    /**
     * What is asked.
     *
     * @param tenant empty for any
     * @param namespace null for any, or for all of the tenant
     * @param outside a region in which objects may be; empty to be told of all
     */
    record Question(
            Instant from,
            Instant until,
            String tenant,
            @Nullable String namespace,
            String outside) {}

    /** Where a cluster was for a time. */
    private record Home(String region, Instant from, Instant until) {}

    Whereabouts(HistoryOptions options, PastRights rights) {
        this.options = options;
        this.rights = rights;
        this.contacts = new Contacts(options.store());
    }

    private History store() {
        return options.store();
    }

    ObjectNode answer(Question asked) {
        ObjectNode answer = Json.object();
        answer.put("from", asked.from().toString()).put("until", asked.until().toString());
        List<@Nullable String> namespaces = namespaces(asked);
        var items = answer.putArray("items");
        var gaps = answer.putArray("gaps");
        boolean complete = true;
        for (String cluster : rights.sources()) {
            if (cluster.equals(options.source())) {
                continue;
            }
            for (Home home : homes(cluster, asked)) {
                complete &= stays(cluster, home, namespaces, items.size(), items::add);
                contacts.gaps(cluster, home.from(), home.until())
                        .forEach(gap -> gaps.add(gap(cluster, home, gap)));
            }
        }
        return answer.put("complete", complete);
    }

    /** A tenant's are those that carried its name at some time in between. */
    private List<@Nullable String> namespaces(Question asked) {
        if (asked.tenant().isEmpty()) {
            List<@Nullable String> one = new ArrayList<>();
            one.add(asked.namespace());
            return one;
        }
        HistoryScope scope = HistoryScope.of(options.source()).resource("namespaces");
        TreeSet<String> names = new TreeSet<>();
        HistoryKey after = null;
        while (true) {
            List<HistoryStay> page = store().stays(scope, asked.from(), asked.until(), after, PAGE);
            for (HistoryStay stay : page) {
                after = stay.key();
                if (asked.namespace() == null || asked.namespace().equals(after.name())) {
                    if (belonged(after, stay.until(), asked.tenant())) {
                        names.add(after.name());
                    }
                }
            }
            if (page.size() < PAGE) {
                return new ArrayList<>(names);
            }
        }
    }

    /** A namespace is its tenant's for life. */
    private boolean belonged(HistoryKey namespace, Instant last, String tenant) {
        return store()
                .at(HistoryScope.of(options.source(), namespace), last.minusMillis(1), null, 1)
                .stream()
                .map(HistoryState::body)
                .anyMatch(body -> body != null && tenant.equals(label(Json.parse(body))));
    }

    private static String label(ObjectNode namespace) {
        return namespace.path("metadata").path("labels").path(TENANT).asString("");
    }

    /** Where the cluster was, of the times that are asked for. */
    private List<Home> homes(String cluster, Question asked) {
        List<Home> homes = new ArrayList<>();
        HistoryKey key = new HistoryKey(PastRights.CLUSTERS, "", cluster);
        Instant end = asked.until();
        long before = Long.MAX_VALUE;
        while (true) {
            List<HistoryState> page = store().timeline(options.source(), key, before, PAGE);
            for (HistoryState state : page) {
                before = state.id();
                Instant begin = later(state.from(), asked.from());
                if (begin.isBefore(end)) {
                    add(homes, new Home(region(state), begin, end));
                    end = begin;
                }
                if (!state.from().isAfter(asked.from())) {
                    page = List.of();
                    break;
                }
            }
            if (page.size() < PAGE) {
                return homes.stream().filter(home -> isOutside(home, asked)).toList();
            }
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Joins neighbours: a cluster's object changes often, its region hardly ever. */
    private static void add(List<Home> homes, Home home) {
        if (!homes.isEmpty() && homes.getLast().region().equals(home.region())) {
            Home last = homes.removeLast();
            homes.add(new Home(home.region(), home.from(), last.until()));
        } else {
            homes.add(home);
        }
    }

    private static String region(HistoryState state) {
        byte[] body = state.body();
        return body == null ? "" : Json.parse(body).path("spec").path("region").asString("");
    }

    private static boolean isOutside(Home home, Question asked) {
        return asked.outside().isEmpty() || !asked.outside().equals(home.region());
    }

    /** Tells whether all found room. */
    private boolean stays(
            String cluster,
            Home home,
            List<@Nullable String> namespaces,
            int found,
            java.util.function.Consumer<ObjectNode> items) {
        int room = MOST - found;
        for (String namespace : namespaces) {
            HistoryScope scope = new HistoryScope(cluster, null, namespace, null);
            HistoryKey after = null;
            boolean more = true;
            while (more) {
                List<HistoryStay> page =
                        store().stays(scope, home.from(), home.until(), after, PAGE);
                for (HistoryStay stay : page) {
                    after = stay.key();
                    if (after.resource().equals(Contact.RESOURCE)
                            || !rights.mayGet(cluster, after)) {
                        continue;
                    }
                    if (room-- <= 0) {
                        return false;
                    }
                    items.accept(stay(cluster, home, stay));
                }
                more = page.size() >= PAGE;
            }
        }
        return true;
    }

    private static ObjectNode stay(String cluster, Home home, HistoryStay stay) {
        return Json.object()
                .put("cluster", cluster)
                .put("region", home.region())
                .put("resource", stay.key().resource())
                .put("namespace", stay.key().namespace())
                .put("name", stay.key().name())
                .put("from", stay.from().toString())
                .put("until", stay.until().toString());
    }

    private static ObjectNode gap(String cluster, Home home, Contacts.Gap gap) {
        return Json.object()
                .put("cluster", cluster)
                .put("region", home.region())
                .put("resource", gap.resource())
                .put("from", gap.from().toString())
                .put("until", gap.until().toString())
                .put("reason", gap.reason());
    }
}
