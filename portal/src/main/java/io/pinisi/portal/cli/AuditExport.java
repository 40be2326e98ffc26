package io.pinisi.portal.cli;

import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An export as JSON lines: every record in order, each with its proof if the export is a part, then
 * the checkpoints that vouch for them. Enough to check it anywhere with nothing but the public key.
 */
final class AuditExport {
    /** Records never begin so: their first field is another. */
    private static final String CHECKPOINT = "{\"chainHash\":";

    /** Nor so: the first field of a proof. */
    private static final String PROOF = "{\"inCheckpoint\":";

    private AuditExport() {}

    static boolean isProof(String line) {
        return line.startsWith(PROOF);
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
