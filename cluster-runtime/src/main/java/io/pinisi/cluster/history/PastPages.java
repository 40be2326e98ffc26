package io.pinisi.cluster.history;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.history.HistoryKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads on, source by source and page by page, until an answer is full of what the caller may see.
 *
 * @param <T> what is read
 */
final class PastPages<T> {
    /** Pages read in search of objects that the caller may see, before the caller has to go on. */
    private static final int SCANS_MAX = 20;

    private final List<String> sources;
    private final Reading<T> reading;
    private final Function<T, HistoryKey> key;
    private final BiPredicate<String, HistoryKey> shown;
    private Place place = new Place("", null);
    private String next = "";

    /** One page of a source behind a key. */
    interface Reading<T> {
        List<T> read(String source, @Nullable HistoryKey after, int limit);
    }

    /** One row, and whose it is. */
    record Row<T>(String source, T value) {}

    private record Place(String source, @Nullable HistoryKey after) {}

    PastPages(
            List<String> sources,
            Reading<T> reading,
            Function<T, HistoryKey> key,
            BiPredicate<String, HistoryKey> shown) {
        this.sources = sources;
        this.reading = reading;
        this.key = key;
        this.shown = shown;
    }

    /** Where the next answer begins; empty at the end. */
    String next() {
        return next;
    }

    List<Row<T>> read(String token, int limit) {
        List<Row<T>> seen = new ArrayList<>();
        Place begin = place(token);
        int first = begin.source().isEmpty() ? 0 : sources.indexOf(begin.source());
        if (first < 0) {
            throw ApiException.badRequest("the continue token is of another question");
        }
        int scans = 0;
        for (String source : sources.subList(first, sources.size())) {
            place = source.equals(begin.source()) ? begin : new Place(source, null);
            boolean more = true;
            while (more) {
                if (scans++ == SCANS_MAX) {
                    next = token(place);
                    return seen;
                }
                List<T> page = reading.read(source, place.after(), limit);
                if (!take(page, source, seen, limit)) {
                    next = token(place);
                    return seen;
                }
                more = page.size() >= limit;
            }
        }
        return seen;
    }

    /** Tells whether all of a page found room. */
    private boolean take(List<T> page, String source, List<Row<T>> seen, int limit) {
        for (T row : page) {
            if (seen.size() == limit) {
                return false;
            }
            HistoryKey behind = key.apply(row);
            place = new Place(source, behind);
            if (shown.test(source, behind)) {
                seen.add(new Row<>(source, row));
            }
        }
        return true;
    }

    /** A place in a form that is nobody's business. */
    private static String token(Place place) {
        ObjectNode token = Json.object().put("source", place.source());
        HistoryKey after = place.after();
        if (after != null) {
            token.put("resource", after.resource());
            token.put("namespace", after.namespace()).put("name", after.name());
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(token));
    }

    private static Place place(String token) {
        if (token.isEmpty()) {
            return new Place("", null);
        }
        try {
            ObjectNode read =
                    Json.parse(
                            Base64.getUrlDecoder()
                                    .decode(token.getBytes(StandardCharsets.US_ASCII)));
            HistoryKey after =
                    new HistoryKey(
                            read.path("resource").asString(""),
                            read.path("namespace").asString(""),
                            read.path("name").asString(""));
            return new Place(read.path("source").asString(""), read.has("resource") ? after : null);
        } catch (IllegalArgumentException | ApiException e) {
            throw ApiException.badRequest("the continue token is not one of ours");
        }
    }
}
