package io.pinisi.cluster.history;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.history.History;
import io.pinisi.db.history.LegalHold;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Legal holds, under {@code /history/holds}: listed, placed by POST and lifted by DELETE, by those
 * whose rights name the path.
 */
public final class HoldDocument {
    /** All its paths begin so. */
    public static final String PATH = "/history/holds";

    private static final int BODY_MAX = 64 * 1024;
    private static final int TEXT_MAX = 256;

    private final History store;
    private final InstantSource clock;

    public HoldDocument(History store, InstantSource clock) {
        this.store = store;
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
        store.holds().forEach(hold -> items.add(HistoryJson.hold(hold)));
        return ApiResponse.json(200, answer);
    }

    private ApiResponse place(ApiRequest request) {
        ObjectNode asked = Json.parse(request.body().read(BODY_MAX));
        LegalHold hold =
                new LegalHold(
                        text(asked, "name"),
                        asked.path("namespace").asString(""),
                        text(asked, "reason"),
                        RequestContext.current().user().name(),
                        clock.instant());
        store.hold(hold);
        return ApiResponse.json(201, HistoryJson.hold(hold));
    }

    private static String text(ObjectNode asked, String field) {
        String text = asked.path(field).asString("");
        if (text.isBlank() || text.length() > TEXT_MAX) {
            throw ApiException.badRequest(
                    "a hold needs a " + field + " of 1 to " + TEXT_MAX + " characters");
        }
        return text;
    }

    private ApiResponse lift(ApiRequest request) {
        String name = Query.parse("n=" + request.path().substring(PATH.length() + 1)).first("n");
        if (!request.method().equals("DELETE")) {
            throw new ApiException(Reason.METHOD_NOT_ALLOWED, "a hold is lifted by DELETE");
        }
        if (!store.lift(name)) {
            throw new ApiException(Reason.NOT_FOUND, "there is no hold \"" + name + "\"");
        }
        return ApiResponse.json(200, Json.object().put("lifted", name));
    }
}
