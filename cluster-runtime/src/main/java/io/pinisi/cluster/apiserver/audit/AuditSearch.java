package io.pinisi.cluster.apiserver.audit;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.RecordLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Part of the audit log: {@code /audit/search} answers a page, newest first; {@code /audit/export}
 * streams all that fits, oldest first, and then the checkpoints up to its end.
 */
public final class AuditSearch {
    public static final String SEARCH = AuditDocument.PATH + "search";
    public static final String EXPORT = AuditDocument.PATH + "export";
    private static final int PAGE = 100;

    private final AuditLog log;

    public AuditSearch(AuditLog log) {
        this.log = log;
    }

    public Optional<ApiResponse> answer(ApiRequest request) {
        return switch (request.path()) {
            case SEARCH -> Optional.of(search(request.query()));
            case EXPORT -> Optional.of(export(request.query()));
            default -> Optional.empty();
        };
    }

    private ApiResponse search(Query query) {
        List<byte[]> lines =
                log.read(asked(query, number(query, "before", Long.MAX_VALUE))).stream()
                        .map(chained -> bytes(RecordLine.of(chained) + "\n"))
                        .toList();
        return ApiResponse.of(200, AuditFormat.JSONL.contentType(), lines);
    }

    private ApiResponse export(Query query) {
        AuditFormat format = AuditFormat.named(query.first("format"));
        AuditQuery asked = asked(query, Long.MAX_VALUE);
        return new ApiResponse(
                200,
                List.of(new ApiResponse.Header("Content-Type", format.contentType())),
                new ApiResponse.Body.Streamed(new Export(format, asked)));
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

    /** Page by page, as fast as the reader takes them. Confined to the one who reads. */
    private final class Export implements Transport.Body.Frames {
        private final AuditFormat format;
        private final AuditQuery query;
        private long last;
        private long checkpoint;
        private Stage stage = Stage.HEAD;
        private volatile boolean closed;

        private enum Stage {
            HEAD,
            RECORDS,
            CHECKPOINTS,
            OVER
        }

        Export(AuditFormat format, AuditQuery query) {
            this.format = format;
            this.query = query;
        }

        @Override
        public byte @Nullable [] next() {
            while (stage != Stage.OVER && !closed) {
                String piece =
                        switch (stage) {
                            case HEAD -> head();
                            case RECORDS -> records();
                            case CHECKPOINTS -> checkpoints();
                            case OVER -> "";
                        };
                if (!piece.isEmpty()) {
                    return bytes(piece);
                }
            }
            return null;
        }

        private String head() {
            stage = Stage.RECORDS;
            return format.head();
        }

        private String records() {
            StringBuilder lines = new StringBuilder();
            List<AuditRecord> page = log.readAfter(query, last);
            for (AuditRecord chained : page) {
                lines.append(format.line(chained));
                last = chained.sequence();
            }
            if (page.size() < AuditTrail.PAGE_MAX) {
                stage = Stage.CHECKPOINTS;
            }
            return lines.toString();
        }

        /** Those that vouch for records up to the last one that was handed on. */
        private String checkpoints() {
            StringBuilder lines = new StringBuilder();
            List<Checkpoint> page = log.checkpointsAfter(checkpoint);
            for (Checkpoint one : page) {
                checkpoint = one.number();
                if (one.last() <= last) {
                    lines.append(format.line(one));
                }
            }
            if (page.size() < AuditTrail.PAGE_MAX || page.getLast().last() > last) {
                stage = Stage.OVER;
            }
            return lines.toString();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
