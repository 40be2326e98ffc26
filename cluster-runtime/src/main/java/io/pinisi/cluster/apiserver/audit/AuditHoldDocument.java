package io.pinisi.cluster.apiserver.audit;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.filter.AuditEntries;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditHold;
import io.pinisi.db.audit.AuditLog;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Legal holds on audit records, under {@code /audit/holds}: listed, placed by POST and lifted by
 * DELETE, by those whose rights name the path. What is placed or lifted is recorded in the same
 * transaction.
 */
public final class AuditHoldDocument {
    public static final String PATH = AuditDocument.HOLDS;

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final int BODY_MAX = 64 * 1024;
    private static final int TEXT_MAX = 256;
    private static final int NAMESPACES_MAX = 100;

    private final AuditLog log;
    private final ObjectLookup objects;
    private final InstantSource clock;

    public AuditHoldDocument(AuditLog log, ObjectLookup objects, InstantSource clock) {
        this.log = log;
        this.objects = objects;
        this.clock = clock;
    }

    public Optional<ApiResponse> answer(ApiRequest request) {
        if (request.path().startsWith(PATH + "/")) {
            return Optional.of(lift(request));
        }
        if (!request.path().equals(PATH)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (request.method()) {
                    case "GET", "HEAD" -> list();
                    case "POST" -> place(request);
                    default ->
                            throw new ApiException(
                                    Reason.METHOD_NOT_ALLOWED, "holds are listed or placed");
                });
    }

    private ApiResponse list() {
        ObjectNode answer = Json.object();
        var items = answer.putArray("items");
        log.holds().forEach(hold -> items.add(json(hold)));
        return ApiResponse.json(200, answer);
    }

    private ApiResponse place(ApiRequest request) {
        ObjectNode asked = Json.parse(request.body().read(BODY_MAX));
        AuditHold hold =
                new AuditHold(
                        text(asked, "name"),
                        asked.path("actor").asString(""),
                        namespaces(asked),
                        moment(asked, "from"),
                        moment(asked, "until"),
                        text(asked, "reason"),
                        RequestContext.current().user().name(),
                        clock.instant(),
                        moment(asked, "endsAt"));
        AuditEntry entry = AuditEntries.entry(request, "allowed", json(hold));
        await(
                () -> {
                    log.hold(hold, entry);
                    return true;
                });
        return ApiResponse.json(201, json(hold));
    }

    private ApiResponse lift(ApiRequest request) {
        String name = Query.parse("n=" + request.path().substring(PATH.length() + 1)).first("n");
        if (!request.method().equals("DELETE")) {
            throw new ApiException(Reason.METHOD_NOT_ALLOWED, "a hold is lifted by DELETE");
        }
        AuditEntry entry = AuditEntries.entry(request, "allowed", Json.object().put("name", name));
        if (!await(() -> log.lift(name, entry))) {
            throw new ApiException(Reason.NOT_FOUND, "there is no hold \"" + name + "\"");
        }
        return ApiResponse.json(200, Json.object().put("lifted", name));
    }

    /** Those that are named, and those that a selector chooses now. */
    private List<String> namespaces(ObjectNode asked) {
        TreeSet<String> all = new TreeSet<>();
        for (JsonNode name : asked.path("namespaces")) {
            all.add(name.asString(""));
        }
        String selector = asked.path("namespaceSelector").asString("");
        if (!selector.isEmpty()) {
            LabelSelector chosen = LabelSelector.parse(selector);
            for (ApiObject namespace : objects.all(NAMESPACES, null)) {
                if (chosen.matches(Metadata.of(namespace.tree()).labels())) {
                    all.add(namespace.key().name());
                }
            }
            if (all.isEmpty()) {
                throw ApiException.badRequest(
                        "no namespace is chosen by \""
                                + selector
                                + "\", and without one everything would be held");
            }
        }
        if (all.size() > NAMESPACES_MAX
                || all.stream().anyMatch(one -> one.isBlank() || one.length() > 63)) {
            throw ApiException.badRequest(
                    "a hold names up to "
                            + NAMESPACES_MAX
                            + " namespaces, each of 1 to 63 characters");
        }
        return List.copyOf(all);
    }

    private static String text(ObjectNode asked, String field) {
        String text = asked.path(field).asString("");
        if (text.isBlank() || text.length() > TEXT_MAX) {
            throw ApiException.badRequest(
                    "a hold needs a " + field + " of 1 to " + TEXT_MAX + " characters");
        }
        return text;
    }

    private static @Nullable Instant moment(ObjectNode asked, String field) {
        String text = asked.path(field).asString("");
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(
                    field + " must be a time like 2026-01-31T12:00:00Z, not \"" + text + "\"");
        }
    }

    private static ObjectNode json(AuditHold hold) {
        ObjectNode json = Json.object().put("name", hold.name());
        if (!hold.actor().isEmpty()) {
            json.put("actor", hold.actor());
        }
        var namespaces = json.putArray("namespaces");
        hold.namespaces().forEach(namespaces::add);
        put(json, "from", hold.from());
        put(json, "until", hold.until());
        json.put("reason", hold.reason()).put("placedBy", hold.placedBy());
        put(json, "placedAt", hold.placedAt());
        put(json, "endsAt", hold.endsAt());
        return json;
    }

    private static void put(ObjectNode json, String field, @Nullable Instant time) {
        if (time != null) {
            json.put(field, time.toString());
        }
    }

    /** A step that waits for the disk. */
    private interface Act {
        boolean run() throws InterruptedException;
    }

    private static boolean await(Act act) {
        try {
            return act.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "interrupted");
        }
    }
}
