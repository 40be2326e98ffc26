package io.pinisi.cluster.history;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.history.ForgottenException;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryChange;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The past, served under {@code /history}: {@code objects} at a moment, {@code changes} between
 * two, and the {@code timeline} of one object. Anyone who is signed in may ask; each object is
 * shown to those who may get it now.
 */
public final class HistoryDocument {
    static final String PATH = "/history";
    static final String OBJECTS = PATH + "/objects";
    static final String CHANGES = PATH + "/changes";
    static final String TIMELINE = PATH + "/timeline";

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 500;

    /** Pages read in search of objects that the caller may see, before the caller has to go on. */
    private static final int SCANS_MAX = 20;

    private final HistoryOptions options;
    private final Authorizer authorizer;
    private final InstantSource clock;

    public HistoryDocument(HistoryOptions options, Authorizer authorizer, InstantSource clock) {
        this.options = options;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    /** Lets those who are signed in ask; what they are shown is judged object by object. */
    public static Authorizer mayAsk() {
        return attributes ->
                !attributes.isResourceRequest()
                                && attributes.verb().equals("get")
                                && List.of(PATH, OBJECTS, CHANGES, TIMELINE)
                                        .contains(attributes.path())
                                && attributes.user().groups().contains("system:authenticated")
                        ? new Authorizer.Decision.Allowed("the past is judged object by object")
                        : new Authorizer.Decision.NoOpinion();
    }

    public Optional<ApiResponse> answer(ApiRequest request) {
        try {
            return switch (request.path()) {
                case PATH -> Optional.of(about());
                case OBJECTS -> Optional.of(objects(request.query()));
                case CHANGES -> Optional.of(changes(request.query()));
                case TIMELINE -> Optional.of(timeline(request.query()));
                default -> Optional.empty();
            };
        } catch (ForgottenException e) {
            throw new ApiException(Reason.GONE, String.valueOf(e.getMessage()));
        }
    }

    private History store() {
        return options.store();
    }

    private ApiResponse about() {
        ObjectNode about = Json.object();
        about.put("horizon", store().horizon().toString());
        about.put("retentionDays", options.policy().retention().toDays());
        store().sources().forEach(about.putArray("sources")::add);
        return ApiResponse.json(200, about);
    }

    private ApiResponse objects(Query query) {
        Instant at = moment(query, "at").orElseGet(clock::instant);
        HistoryScope scope = scope(query);
        ObjectNode answer = Json.object().put("at", at.toString()).put("source", scope.source());
        var items = answer.putArray("items");
        Paging<HistoryState> pages =
                new Paging<>(
                        (after, limit) -> store().at(scope, at, after, limit), HistoryState::key);
        pages.read(query, scope.source()).forEach(state -> items.add(HistoryJson.state(state)));
        return ApiResponse.json(200, answer.put("continue", pages.next));
    }

    private ApiResponse changes(Query query) {
        Instant from = required(query, "from");
        Instant until = moment(query, "until").orElseGet(clock::instant);
        if (until.isBefore(from)) {
            throw ApiException.badRequest("until is before from");
        }
        HistoryScope scope = scope(query);
        ObjectNode answer = Json.object().put("from", from.toString());
        answer.put("until", until.toString()).put("source", scope.source());
        var items = answer.putArray("items");
        Paging<HistoryChange> pages =
                new Paging<>(
                        (after, limit) -> store().between(scope, from, until, after, limit),
                        HistoryChange::key);
        pages.read(query, scope.source()).forEach(change -> items.add(HistoryJson.change(change)));
        return ApiResponse.json(200, answer.put("continue", pages.next));
    }

    private ApiResponse timeline(Query query) {
        HistoryScope scope = scope(query);
        if (scope.resource() == null || scope.name() == null) {
            throw ApiException.badRequest("a timeline needs resource and name");
        }
        HistoryKey key =
                new HistoryKey(
                        scope.resource(),
                        scope.namespace() == null ? "" : scope.namespace(),
                        scope.name());
        if (!mayGet(scope.source(), key)) {
            throw new ApiException(Reason.FORBIDDEN, "you may not get " + key);
        }
        int limit = limit(query);
        List<HistoryState> states =
                store().timeline(scope.source(), key, before(query, scope, key), limit + 1);
        ObjectNode answer = Json.object().put("source", scope.source());
        var items = answer.putArray("items");
        for (int i = 0; i < Math.min(limit, states.size()); i++) {
            HistoryState older = i + 1 < states.size() ? states.get(i + 1) : null;
            items.add(HistoryJson.step(states.get(i), older));
        }
        boolean more = states.size() > limit;
        answer.put("continue", more ? Long.toString(states.get(limit - 1).id()) : "");
        return ApiResponse.json(200, answer);
    }

    /** Either a page's end, or the revision from which the timeline is to begin. */
    private long before(Query query, HistoryScope scope, HistoryKey key) {
        String before = query.first("before");
        String revision = query.first("revision");
        if (!revision.isEmpty()) {
            return store().atRevision(scope.source(), key, number("revision", revision))
                            .map(HistoryState::id)
                            .orElse(0L)
                    + 1;
        }
        return before.isEmpty() ? Long.MAX_VALUE : number("before", before);
    }

    private static long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(name + " must be a whole number, not \"" + text + "\"");
        }
    }

    private HistoryScope scope(Query query) {
        String source = query.first("source");
        return new HistoryScope(
                source.isEmpty() ? options.source() : source,
                given(query, "resource"),
                given(query, "namespace"),
                given(query, "name"));
    }

    private static @Nullable String given(Query query, String name) {
        return query.has(name) ? query.first(name) : null;
    }

    private static Instant required(Query query, String name) {
        return moment(query, name)
                .orElseThrow(
                        () -> ApiException.badRequest("the parameter " + name + " is missing"));
    }

    private static Optional<Instant> moment(Query query, String name) {
        String text = query.first(name);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(
                    name + " must be a time like 2026-01-31T12:00:00Z, not \"" + text + "\"");
        }
    }

    private static int limit(Query query) {
        return Math.clamp(query.number("limit", PAGE), 1, PAGE_MAX);
    }

    /** Whether the caller may get the object now; of a member's objects, also the cluster. */
    private boolean mayGet(String source, HistoryKey key) {
        if (!source.equals(options.source())
                && !isAllowed(new HistoryKey("clusters.cluster.karmada.io", "", source))) {
            return false;
        }
        return isAllowed(key);
    }

    private boolean isAllowed(HistoryKey key) {
        int dot = key.resource().indexOf('.');
        Attributes attributes =
                new Attributes(
                        RequestContext.current().user(),
                        "get",
                        dot < 0 ? "" : key.resource().substring(dot + 1),
                        "",
                        dot < 0 ? key.resource() : key.resource().substring(0, dot),
                        "",
                        key.namespace(),
                        key.name(),
                        "");
        return authorizer.authorize(attributes) instanceof Authorizer.Decision.Allowed;
    }

    /** Reads on until a page is full of what the caller may see. */
    private final class Paging<T> {
        /** One page behind a key. */
        interface Pages<T> {
            List<T> read(@Nullable HistoryKey after, int limit);
        }

        private final Pages<T> pages;
        private final Function<T, HistoryKey> key;
        private String next = "";

        Paging(Pages<T> pages, Function<T, HistoryKey> key) {
            this.pages = pages;
            this.key = key;
        }

        List<T> read(Query query, String source) {
            int limit = limit(query);
            List<T> seen = new ArrayList<>();
            HistoryKey after = HistoryJson.position(query.first("continue"));
            for (int scan = 0; scan < SCANS_MAX; scan++) {
                List<T> page = pages.read(after, limit);
                for (T row : page) {
                    if (seen.size() == limit) {
                        next = HistoryJson.token(after);
                        return seen;
                    }
                    after = key.apply(row);
                    if (mayGet(source, after)) {
                        seen.add(row);
                    }
                }
                if (page.size() < limit) {
                    return seen;
                }
            }
            next = HistoryJson.token(after);
            return seen;
        }
    }
}
