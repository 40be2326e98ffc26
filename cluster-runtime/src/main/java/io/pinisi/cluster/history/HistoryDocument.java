package io.pinisi.cluster.history;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
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
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The past, served under {@code /history}: {@code objects} at a moment, {@code changes} between
 * two, the {@code timeline} of one object, and the {@code whereabouts} of many. Anyone who is
 * signed in may ask; each object is shown to those who may get it now. Sources are the server's own
 * objects and, by the names of their clusters, what members were seen to be.
 */
public final class HistoryDocument {
    static final String PATH = "/history";
    static final String OBJECTS = PATH + "/objects";
    static final String CHANGES = PATH + "/changes";
    static final String TIMELINE = PATH + "/timeline";
    static final String WHEREABOUTS = PATH + "/whereabouts";

    private static final int PAGE = 100;
    private static final int PAGE_MAX = 500;

    /** In the place of a source: all of them. */
    private static final String EVERYWHERE = "*";

    private final HistoryOptions options;
    private final PastRights rights;
    private final InstantSource clock;

    public HistoryDocument(HistoryOptions options, Authorizer authorizer, InstantSource clock) {
        this.options = options;
        this.rights = new PastRights(options, authorizer);
        this.clock = clock;
    }

    /** Lets those who are signed in ask; what they are shown is judged object by object. */
    public static Authorizer mayAsk() {
        return attributes ->
                !attributes.isResourceRequest()
                                && attributes.verb().equals("get")
                                && List.of(PATH, OBJECTS, CHANGES, TIMELINE, WHEREABOUTS)
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
                case WHEREABOUTS -> Optional.of(whereabouts(request.query()));
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
        rights.sources().forEach(about.putArray("sources")::add);
        return ApiResponse.json(200, about);
    }

    private ApiResponse objects(Query query) {
        Instant at = moment(query, "at").orElseGet(clock::instant);
        ObjectNode answer = Json.object().put("at", at.toString()).put("source", source(query));
        Contacts contacts = new Contacts(store());
        List<String> sources = sources(query);
        if (sources.size() > 1) {
            sources = sources.stream().filter(one -> !contacts.hadLeft(one, at)).toList();
        }
        PastPages<HistoryState> pages =
                new PastPages<>(
                        sources,
                        (source, after, limit) ->
                                store().at(scope(query, source), at, after, limit),
                        HistoryState::key,
                        shown(query));
        var items = answer.putArray("items");
        for (PastPages.Row<HistoryState> row : pages.read(query.first("continue"), limit(query))) {
            ObjectNode item = HistoryJson.state(row.value()).put("source", row.source());
            contacts.unknownSince(row.source(), row.value().key().resource(), at)
                    .ifPresent(since -> item.put("unknownSince", since.toString()));
            items.add(item);
        }
        return ApiResponse.json(200, answer.put("continue", pages.next()));
    }

    private ApiResponse changes(Query query) {
        Instant from = required(query, "from");
        Instant until = until(query, from);
        ObjectNode answer = Json.object().put("from", from.toString());
        answer.put("until", until.toString()).put("source", source(query));
        PastPages<HistoryChange> pages =
                new PastPages<>(
                        sources(query),
                        (source, after, limit) ->
                                store().between(scope(query, source), from, until, after, limit),
                        HistoryChange::key,
                        shown(query));
        var items = answer.putArray("items");
        pages.read(query.first("continue"), limit(query))
                .forEach(
                        row ->
                                items.add(
                                        HistoryJson.change(row.value())
                                                .put("source", row.source())));
        return ApiResponse.json(200, answer.put("continue", pages.next()));
    }

    /** How far each source was watched is told to those who ask for it by name. */
    private BiPredicate<String, HistoryKey> shown(Query query) {
        boolean contacts = query.first("resource").equals(Contact.RESOURCE);
        return (source, key) ->
                key.resource().equals(Contact.RESOURCE)
                        ? contacts && rights.maySee(source)
                        : rights.mayGet(source, key);
    }

    private ApiResponse whereabouts(Query query) {
        Instant from = required(query, "from");
        return ApiResponse.json(
                200,
                new Whereabouts(options, rights)
                        .answer(
                                new Whereabouts.Question(
                                        from,
                                        until(query, from),
                                        query.first("tenant"),
                                        given(query, "namespace"),
                                        query.first("outside"))));
    }

    private Instant until(Query query, Instant from) {
        Instant until = moment(query, "until").orElseGet(clock::instant);
        if (until.isBefore(from)) {
            throw ApiException.badRequest("until is before from");
        }
        return until;
    }

    private ApiResponse timeline(Query query) {
        HistoryScope scope = scope(query, source(query));
        if (scope.resource() == null || scope.name() == null) {
            throw ApiException.badRequest("a timeline needs resource and name");
        }
        HistoryKey key =
                new HistoryKey(
                        scope.resource(),
                        scope.namespace() == null ? "" : scope.namespace(),
                        scope.name());
        if (!isShown(scope.source(), key)) {
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

    private boolean isShown(String source, HistoryKey key) {
        return key.resource().equals(Contact.RESOURCE)
                ? rights.maySee(source)
                : rights.mayGet(source, key);
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

    private String source(Query query) {
        String source = query.first("source");
        return source.isEmpty() ? options.source() : source;
    }

    private List<String> sources(Query query) {
        String source = source(query);
        return source.equals(EVERYWHERE) ? rights.sources() : List.of(source);
    }

    private static HistoryScope scope(Query query, String source) {
        return new HistoryScope(
                source, given(query, "resource"), given(query, "namespace"), given(query, "name"));
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
}
