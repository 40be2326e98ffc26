package io.pinisi.portal.cli;

import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * An export as JSON lines: every record in order, each with its proof if the export is a part, then
 * the checkpoints that vouch for them and the statements about records that were let go. Enough to
 * check it anywhere with nothing but the public key.
 */
final class AuditExport {
    /** Records never begin so: their first field is another. */
    private static final String CHECKPOINT = "{\"chainHash\":";

    /** Nor so: the first field of a statement about records that were let go. */
    private static final String RETIREMENT = "{\"digest\":";

    private AuditExport() {}

    static List<Checkpoint> checkpoints(AuditTrail trail) {
        return all(trail::checkpointsAfter, Checkpoint::number);
    }

    static List<Retirement> retirements(AuditTrail trail) {
        return all(trail::retirementsAfter, Retirement::number);
    }

    private static <T> List<T> all(LongFunction<List<T>> after, ToLongFunction<T> number) {
        List<T> all = new ArrayList<>();
        List<T> page;
        do {
            page = after.apply(all.isEmpty() ? 0 : number.applyAsLong(all.getLast()));
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

    /**
     * @throws IllegalArgumentException a line is not what it was when it was signed
     */
    static List<Retirement> retirements(Path export) throws IOException {
        List<Retirement> all = new ArrayList<>();
        eachLine(export, RETIREMENT, line -> all.add(Retirement.parse(line)));
        return all;
    }

    /** Hands on every line that is neither a checkpoint nor about records that were let go. */
    static void records(Path export, Consumer<String> line) throws IOException {
        eachLine(
                export,
                "",
                text -> {
                    if (!text.startsWith(CHECKPOINT) && !text.startsWith(RETIREMENT)) {
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
