package io.pinisi.portal.cli;

import io.pinisi.cluster.apiserver.audit.AuditFormat;
import io.pinisi.cluster.apiserver.audit.AuditStream;
import io.pinisi.cluster.apiserver.audit.AuditStream.Proofs;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditSource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hands the log on, or what a filter lets through, page by page. */
@Command(
        name = "export",
        description = {
            "Write the audit log, or the part that fits, with its checkpoints at the end.",
            "A hub that runs is asked through its API, with the kubeconfig in its home."
        })
final class AuditExportCommand implements Callable<Integer> {
    private static final int OUTPUT_BYTES = 64 * 1024;

    @Option(names = "--store", paramLabel = "HOME", description = "default: PINISI_HOME")
    private @Nullable Path store;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "where to write; default: standard output")
    private @Nullable Path output;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            defaultValue = "jsonl",
            description = "jsonl, csv, ocsf or cloudevents; default: jsonl")
    private String format = "";

    @Option(
            names = "--proofs",
            description =
                    "follow each record with what proves that it is part of the log"
                            + " (jsonl; for `pinisi audit verify --filtered`)")
    private boolean proofs;

    @Option(names = "--actor", paramLabel = "NAME", description = "who did it")
    private @Nullable String actor;

    @Option(names = "--verb", paramLabel = "VERB", description = "what was done")
    private @Nullable String verb;

    @Option(
            names = "--object",
            paramLabel = "TEXT",
            description = "beginning of the object, as in 'apps/v1 deployments shop/'")
    private @Nullable String object;

    @Option(names = "--namespace", paramLabel = "NAME", description = "of the object")
    private @Nullable String namespace;

    @Option(names = "--result", paramLabel = "TEXT", description = "allowed, denied, ...")
    private @Nullable String result;

    @Option(names = "--request", paramLabel = "ID", description = "what one request caused")
    private @Nullable String request;

    @Option(names = "--from", paramLabel = "TIME", description = "inclusive, RFC 3339")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "exclusive, RFC 3339")
    private @Nullable String until;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        AuditFormat form = form();
        AuditQuery query =
                new AuditQuery(
                        actor,
                        verb,
                        object,
                        namespace,
                        result,
                        request,
                        moment("--from", from),
                        moment("--until", until),
                        Long.MAX_VALUE,
                        AuditQuery.LIMIT_MAX);
        if (proofs && form != AuditFormat.JSONL) {
            throw new Failure("--proofs go with --format jsonl only");
        }
        return AuditCommand.read(AuditCommand.home(store), source -> write(source, form, query));
    }

    private AuditFormat form() {
        try {
            return AuditFormat.named(format);
        } catch (ApiException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable Instant moment(String option, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Failure(option + " must be a time like 2026-01-31T12:00:00Z", e);
        }
    }

    private int write(AuditSource source, AuditFormat form, AuditQuery query) {
        try (OutputStream out = open();
                AuditStream stream =
                        new AuditStream(source, form, query, proofs ? Proofs.EACH : Proofs.NONE)) {
            for (byte[] piece = stream.next(); piece != null; piece = stream.next()) {
                out.write(piece);
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutputStream open() throws IOException {
        return new BufferedOutputStream(
                output == null ? new Printed() : Files.newOutputStream(output), OUTPUT_BYTES);
    }

    /** Standard output, which others still need afterwards. */
    private final class Printed extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            Objects.requireNonNull(spec)
                    .commandLine()
                    .getOut()
                    .print(
                            new String(
                                    bytes, from, length, java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            Objects.requireNonNull(spec).commandLine().getOut().flush();
        }
    }
}
