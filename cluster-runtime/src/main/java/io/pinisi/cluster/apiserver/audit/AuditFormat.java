package io.pinisi.cluster.apiserver.audit;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.RecordLine;
import io.pinisi.db.audit.Retirement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which the audit log leaves the product, one record to a line. */
public enum AuditFormat {
    /** Our own: the exact lines that hashes and signatures are about. */
    JSONL("application/jsonl", "jsonl"),
    /** For spreadsheets, after RFC 4180. */
    CSV("text/csv; charset=utf-8", "csv"),
    /** API Activity, class 6003, of the Open Cybersecurity Schema Framework. */
    OCSF("application/jsonl", "ocsf.jsonl"),
    /** CloudEvents 1.0 in their JSON form. */
    CLOUDEVENTS("application/jsonl", "cloudevents.jsonl");

    private static final String HEADER =
            "sequence,recordedAt,actor,groups,impersonator,verb,object,result,channel,source,"
                    + "userAgent,requestId,revisionBefore,revision,detail,hash\r\n";

    private final String contentType;
    private final String suffix;

    AuditFormat(String contentType, String suffix) {
        this.contentType = contentType;
        this.suffix = suffix;
    }

    /** Empty is the plain form. */
    public static AuditFormat named(String name) {
        return Stream.of(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .or(() -> name.isEmpty() ? Optional.of(JSONL) : Optional.empty())
                .orElseThrow(
                        () ->
                                ApiException.badRequest(
                                        "format must be jsonl, csv, ocsf or cloudevents, not \""
                                                + name
                                                + "\""));
    }

    public String contentType() {
        return contentType;
    }

    /** What a file of this form is called at its end. */
    public String suffix() {
        return suffix;
    }

    /** What stands before the first record. */
    public String head() {
        return this == CSV ? HEADER : "";
    }

    /** One record with its line end. */
    public String line(AuditRecord chained) {
        return switch (this) {
            case JSONL -> RecordLine.of(chained) + "\n";
            case CSV -> csv(chained);
            case OCSF -> Ocsf.activity(chained) + "\n";
            case CLOUDEVENTS -> event(chained) + "\n";
        };
    }

    /** A checkpoint, where the form has a place for it. */
    public String line(Checkpoint checkpoint) {
        return switch (this) {
            case JSONL -> checkpoint.toLine() + "\n";
            case CLOUDEVENTS -> event(checkpoint) + "\n";
            case CSV, OCSF -> "";
        };
    }

    /** A statement about records that were let go, where the form has a place for it. */
    public String line(Retirement retirement) {
        return switch (this) {
            case JSONL -> retirement.toLine() + "\n";
            case CLOUDEVENTS -> event(retirement) + "\n";
            case CSV, OCSF -> "";
        };
    }

    static ObjectNode detail(AuditEntry entry) {
        try {
            return Json.parse(entry.detail().getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            return Json.object();
        }
    }

    private static String csv(AuditRecord chained) {
        AuditEntry entry = chained.entry();
        ObjectNode detail = detail(entry);
        String revision = chained.revision().isPresent() ? "" + chained.revision().getAsLong() : "";
        return List.of(
                                "" + chained.sequence(),
                                chained.recordedAt().toString(),
                                entry.actor(),
                                String.join(" ", entry.groups()),
                                text(detail, "impersonator"),
                                entry.verb(),
                                entry.object(),
                                entry.result(),
                                entry.channel(),
                                entry.source(),
                                text(detail, "userAgent"),
                                entry.requestId(),
                                detail.path("revisionBefore").asString(""),
                                revision,
                                entry.detail(),
                                chained.hash())
                        .stream()
                        .map(AuditFormat::cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    static String text(ObjectNode detail, String field) {
        return Objects.requireNonNullElse(Json.text(detail, field), "");
    }

    /** A cell that begins like a formula would be one in a spreadsheet. */
    private static String cell(String text) {
        String safe =
                !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static ObjectNode event(AuditRecord chained) {
        ObjectNode event =
                event(
                        Long.toString(chained.sequence()),
                        chained.entry().verb(),
                        chained.recordedAt().toString());
        event.put("subject", chained.entry().object());
        event.set("data", Json.parse(bytes(RecordLine.of(chained))));
        return event;
    }

    private static ObjectNode event(Checkpoint checkpoint) {
        ObjectNode event =
                event(
                        "checkpoint-" + checkpoint.number(),
                        "checkpoint",
                        checkpoint.createdAt().toString());
        event.set("data", Json.parse(bytes(checkpoint.toLine())));
        return event;
    }

    private static ObjectNode event(Retirement retirement) {
        ObjectNode event =
                event(
                        "retirement-" + retirement.number(),
                        "retirement",
                        retirement.retiredAt().toString());
        event.set("data", Json.parse(bytes(retirement.toLine())));
        return event;
    }

    private static ObjectNode event(String id, String what, String time) {
        return Json.object()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/pinisi/hub/audit")
                .put("type", "io.pinisi.audit." + what)
                .put("time", time)
                .put("datacontenttype", "application/json");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
