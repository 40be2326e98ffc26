package io.pinisi.federation.evidence;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.filter.AuditEntries;
import io.pinisi.cluster.app.HouseRules;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.history.ForgottenException;
import io.pinisi.db.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves evidence beside the audit log, to those who may read that: {@code /audit/access} says who
 * had which right at a moment, {@code /audit/packs} which controls there are, and {@code
 * /audit/packs/CONTROL} makes a pack.
 */
public final class Evidence implements HouseRules {
    public static final String ACCESS = "/audit/access";
    public static final String PACKS = "/audit/packs";

    private final Past past;
    private final AuditLog log;
    private final InstantSource clock;
    private final AtomicReference<@Nullable CheckpointSigner> signer = new AtomicReference<>();

    /** A pack reads much: one at a time. */
    private final Semaphore making = new Semaphore(1);

    public Evidence(History history, AuditLog log, InstantSource clock) {
        this.past = new Past(history);
        this.log = log;
        this.clock = clock;
    }

    /** The server's key is there once the server is; until this is called, no pack is made. */
    public void connect(CheckpointSigner withKey) {
        signer.set(withKey);
    }

    @Override
    public List<Function<ApiRequest, Optional<ApiResponse>>> routes() {
        return List.of(this::answer);
    }

    private Optional<ApiResponse> answer(ApiRequest request) {
        if (!request.path().startsWith(ACCESS) && !request.path().startsWith(PACKS)) {
            return Optional.empty();
        }
        if (!request.method().equals("GET")) {
            throw new ApiException(Reason.METHOD_NOT_ALLOWED, "evidence is asked for by GET");
        }
        try {
            if (request.path().equals(ACCESS)) {
                return Optional.of(access(request.query()));
            }
            if (request.path().equals(PACKS)) {
                return Optional.of(controls());
            }
            return request.path().startsWith(PACKS + "/")
                    ? Optional.of(pack(request))
                    : Optional.empty();
        } catch (ForgottenException e) {
            throw new ApiException(Reason.GONE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ApiResponse access(Query query) {
        Instant at = moment(query, "at").orElseGet(clock::instant);
        ObjectNode answer = Json.object().put("at", at.toString());
        var items = answer.putArray("items");
        AccessReview.at(past, at).rights(PackWriter.uses(log, at)).stream()
                .filter(right -> isAsked(query.first("subject"), right.subject()))
                .filter(right -> isAsked(query.first("tenant"), right.tenant()))
                .filter(
                        right ->
                                query.first("cluster").isEmpty()
                                        || right.clusters().contains(query.first("cluster")))
                .map(RightJson::of)
                .forEach(items::add);
        return ApiResponse.json(200, answer);
    }

    private static boolean isAsked(String wanted, String found) {
        return wanted.isEmpty() || wanted.equals(found);
    }

    private static ApiResponse controls() {
        ObjectNode answer = Json.object();
        var items = answer.putArray("items");
        for (Control control : Control.ALL) {
            ObjectNode item =
                    items.addObject().put("name", control.id()).put("title", control.title());
            var questions = item.putArray("questions");
            control.questions().forEach(question -> questions.add(question.title()));
        }
        return ApiResponse.json(200, answer);
    }

    private ApiResponse pack(ApiRequest request) throws IOException {
        Control control = Control.named(request.path().substring(PACKS.length() + 1));
        Instant until = moment(request.query(), "until").orElseGet(clock::instant);
        Instant from =
                moment(request.query(), "from")
                        .orElseThrow(() -> ApiException.badRequest("a pack needs from"));
        if (!from.isBefore(until)) {
            throw ApiException.badRequest("until is not after from");
        }
        CheckpointSigner key = signer.get();
        if (key == null) {
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "the server is just starting");
        }
        if (!making.tryAcquire()) {
            throw new ApiException(
                    Reason.TOO_MANY_REQUESTS, "another pack is being made, try again later");
        }
        Path file = Files.createTempFile("pinisi-evidence", ".zip");
        try {
            String digest = make(control, from, until, key, file);
            record(request, control, digest, Files.size(file));
            return new ApiResponse(
                    200,
                    List.of(
                            new ApiResponse.Header("Content-Type", "application/zip"),
                            new ApiResponse.Header(
                                    "Content-Disposition",
                                    "attachment; filename=\"" + control.id() + ".zip\"")),
                    new ApiResponse.Body.Streamed(new PackStream(file)));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        } finally {
            making.release();
        }
    }

    private String make(
            Control control, Instant from, Instant until, CheckpointSigner key, Path file)
            throws IOException {
        ObjectNode manifest =
                Json.object()
                        .put("control", control.id())
                        .put("title", control.title())
                        .put("from", from.toString())
                        .put("until", until.toString())
                        .put("madeAt", clock.instant().toString())
                        .put("madeBy", RequestContext.current().user().name());
        try (PackZip zip = new PackZip(file)) {
            new PackWriter(past, log).write(control, from, until, zip);
            return zip.seal(manifest, key);
        }
    }

    /** No pack leaves without its record. */
    private void record(ApiRequest request, Control control, String digest, long bytes) {
        ObjectNode detail =
                Json.object()
                        .put("control", control.id())
                        .put("manifest", "sha256:" + digest)
                        .put("bytes", bytes);
        var entry = AuditEntries.entry(request, "allowed", detail);
        try {
            log.append(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(Reason.SERVICE_UNAVAILABLE, "interrupted");
        }
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
}
