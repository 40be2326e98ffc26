package io.pinisi.portal.cli;

import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.RecordLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The whole audit log as JSON lines: every record in order, then the checkpoints that vouch for
 * them. Enough to check it anywhere with nothing but the public key.
 */
final class AuditExport {
    /** Records never begin so: their first field is another. */
    private static final String CHECKPOINT = "{\"chainHash\":";

    private AuditExport() {}

    static void write(AuditTrail trail, PrintStream out) {
        long last = 0;
        List<AuditRecord> page;
        do {
            page = trail.after(last);
            page.forEach(chained -> out.print(RecordLine.of(chained) + "\n"));
            last = page.isEmpty() ? last : page.getLast().sequence();
        } while (page.size() == AuditTrail.PAGE_MAX);
        for (Checkpoint checkpoint : checkpoints(trail)) {
            if (checkpoint.last() <= last) {
                out.print(checkpoint.toLine() + "\n");
            }
        }
    }

    static List<Checkpoint> checkpoints(AuditTrail trail) {
        List<Checkpoint> all = new ArrayList<>();
        List<Checkpoint> page;
        do {
            page = trail.checkpointsAfter(all.isEmpty() ? 0 : all.getLast().number());
            all.addAll(page);
        } while (page.size() == AuditTrail.PAGE_MAX);
        return all;
    }

    /**
     * @throws IllegalArgumentException a line is not what it was when it was signed
     */
    static List<Checkpoint> checkpoints(Path export) throws IOException {
        List<Checkpoint> all = new ArrayList<>();
        eachLine(export, CHECKPOINT, line -> all.add(Checkpoint.parse(line)));
        return all;
    }

    /** Hands on every line that is no checkpoint. */
    static void records(Path export, Consumer<String> line) throws IOException {
        eachLine(
                export,
                "",
                text -> {
                    if (!text.startsWith(CHECKPOINT)) {
                        line.accept(text);
                    }
                });
    }

    /** Bytes that are no UTF-8 become characters that their hash does not know. */
    private static void eachLine(Path export, String beginning, Consumer<String> each)
            throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(export), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(beginning)) {
                    each.accept(line);
                }
            }
        }
    }
}
