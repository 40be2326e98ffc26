package io.pinisi.cluster.apiserver.audit;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditPage;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.RecordLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Part of the audit log: {@code /audit/search} answers a page, newest first; {@code /audit/export}
 * streams all that fits, oldest first, and then the checkpoints up to its end; {@code
 * /audit/fitting} and {@code /audit/hashes} answer the same piece by piece, for those who make the
 * export themselves.
 */
public final class AuditSearch {
    public static final String SEARCH = AuditDocument.PATH + "search";
    public static final String EXPORT = AuditDocument.PATH + "export";

    /** A page of what fits, oldest first. */
    public static final String FITTING = AuditDocument.PATH + "fitting";

    /** The hashes of a range of records, for proofs. */
    public static final String HASHES = AuditDocument.PATH + "hashes";

    /**
     * In the last line of a page that is not full although there may be more: the {@code before} to
     * go on with. So rare records of a long log are found without anybody waiting for one answer.
     */
    public static final String CONTINUE = "continueBefore";

    private static final int PAGE = 100;

    private final AuditLog log;

    public AuditSearch(AuditLog log) {
        this.log = log;
    }

    public Optional<ApiResponse> answer(ApiRequest request) {
        return switch (request.path()) {
            case SEARCH -> Optional.of(search(request.query()));
            case EXPORT -> Optional.of(export(request.query()));
            case FITTING -> Optional.of(fitting(request.query()));
            case HASHES -> Optional.of(hashes(request.query()));
            default -> Optional.empty();
        };
    }

    private ApiResponse search(Query query) {
        AuditQuery asked = asked(query, number(query, "before", Long.MAX_VALUE));
        AuditPage page = log.page(asked);
        List<byte[]> lines = new ArrayList<>();
        page.records().forEach(chained -> lines.add(bytes(RecordLine.of(chained) + "\n")));
        if (page.records().size() < asked.limit() && page.next().isPresent()) {
            lines.add(bytes(Json.object().put(CONTINUE, page.next().getAsLong()) + "\n"));
        }
        return ApiResponse.of(200, AuditFormat.JSONL.contentType(), lines);
    }

    private ApiResponse fitting(Query query) {
        AuditQuery asked = asked(query, Long.MAX_VALUE);
        List<byte[]> lines =
                log.readAfter(asked, number(query, "after", 0)).stream()
                        .map(chained -> bytes(RecordLine.of(chained) + "\n"))
                        .toList();
        return ApiResponse.of(200, AuditFormat.JSONL.contentType(), lines);
    }

    private ApiResponse hashes(Query query) {
        List<byte[]> lines =
                log.hashes(number(query, "first", 0), number(query, "last", 0)).stream()
                        .map(hash -> bytes(hash + "\n"))
                        .toList();
        return ApiResponse.of(200, "text/plain; charset=utf-8", lines);
    }

    private ApiResponse export(Query query) {
        AuditFormat format = AuditFormat.named(query.first("format"));
        AuditQuery asked = asked(query, Long.MAX_VALUE);
        return new ApiResponse(
                200,
                List.of(new ApiResponse.Header("Content-Type", format.contentType())),
                new ApiResponse.Body.Streamed(
                        new AuditStream(
                                log,
                                format,
                                asked,
                                query.flag("proofs")
                                        ? AuditStream.Proofs.EACH
                                        : AuditStream.Proofs.NONE)));
    }

    private static AuditQuery asked(Query query, long before) {
        return new AuditQuery(
                given(query, "actor"),
                given(query, "verb"),
                given(query, "object"),
                given(query, "namespace"),
                given(query, "result"),
                given(query, "requestId"),
                moment(query, "from"),
                moment(query, "until"),
                before,
                Math.clamp(query.number("limit", PAGE), 1, AuditQuery.LIMIT_MAX));
    }

    private static @Nullable String given(Query query, String name) {
        String text = query.first(name);
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Instant moment(Query query, String name) {
        String text = query.first(name);
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest(
                    name + " must be a time like 2026-01-31T12:00:00Z, not \"" + text + "\"");
        }
    }

    private static long number(Query query, String name, long absent) {
        String text = query.first(name);
        try {
            return text.isEmpty() ? absent : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(name + " must be a whole number, not \"" + text + "\"");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
