package io.pinisi.cluster.apiserver;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.RecordLine;
import io.pinisi.db.audit.Retirement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The audit log, page by page, one JSON line each: {@code /audit/records}, {@code
 * /audit/checkpoints} and {@code /audit/retirements}, behind the number that {@code after} names.
 * The lines are the exact ones that the hashes and signatures are about, so the reader need not
 * trust who hands them out.
 */
public final class AuditDocument {
    /** All its paths begin so. */
    public static final String PATH = "/audit/";

    public static final String RECORDS = PATH + "records";
    public static final String CHECKPOINTS = PATH + "checkpoints";
    public static final String RETIREMENTS = PATH + "retirements";

    /** Legal holds on records. */
    public static final String HOLDS = PATH + "holds";

    private static final String LINES = "application/jsonl";

    private final AuditTrail trail;

    public AuditDocument(AuditTrail trail) {
        this.trail = trail;
    }

    public Optional<ApiResponse> answer(ApiRequest request) {
        return switch (request.path()) {
            case RECORDS ->
                    lines(trail.after(after(request)).stream().map(RecordLine::of).toList());
            case CHECKPOINTS ->
                    lines(
                            trail.checkpointsAfter(after(request)).stream()
                                    .map(Checkpoint::toLine)
                                    .toList());
            case RETIREMENTS ->
                    lines(
                            trail.retirementsAfter(after(request)).stream()
                                    .map(Retirement::toLine)
                                    .toList());
            default -> Optional.empty();
        };
    }

    private static Optional<ApiResponse> lines(List<String> lines) {
        List<byte[]> parts =
                lines.stream().map(line -> (line + "\n").getBytes(StandardCharsets.UTF_8)).toList();
        return Optional.of(ApiResponse.of(200, LINES, parts));
    }

    private static long after(ApiRequest request) {
        String text = request.query().first("after");
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("after must be a whole number, not \"" + text + "\"");
        }
    }
}
