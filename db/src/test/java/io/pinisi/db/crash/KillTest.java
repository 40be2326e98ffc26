package io.pinisi.db.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 at a random moment loses no acknowledged write, on the same file again and again. */
class KillTest {
    private static final int ROUNDS = 3;
    private static final int LINES_MIN = 50;
    private static final int LINES_MAX = 800;

    @TempDir Path folder;

    @Test
    @Timeout(300)
    void nothingAcknowledgedIsLost() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = folder.resolve("store");
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int lines = LINES_MIN + random.nextInt(LINES_MAX - LINES_MIN);
            acknowledged.addAll(writeUntilKilled(file, "round-" + round, lines));
            check(file, acknowledged, "seed " + seed + ", round " + round);
        }
    }

    private List<String> writeUntilKilled(Path file, String name, int lines)
            throws IOException, InterruptedException {
        Process victim =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                AcknowledgingWriter.class.getName(),
                                file.toString(),
                                name)
                        .redirectError(folder.resolve(name + ".err").toFile())
                        .start();
        List<String> heard = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null) {
                heard.add(line);
                if (heard.size() == LINES_MIN) {
                    openElsewhereIsRefused(file);
                }
                if (heard.size() == lines) {
                    victim.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        assertTrue(heard.size() >= lines, "the victim ended by itself after " + heard.size());
        return heard;
    }

    private static void openElsewhereIsRefused(Path file) {
        StoreUnavailableException refused =
                assertThrows(
                        StoreUnavailableException.class,
                        () -> Database.open(DatabaseOptions.file(file)));
        assertTrue(String.valueOf(refused.getMessage()).contains(file.toString()));
    }

    private static void check(Path file, List<String> acknowledged, String round) {
        try (Database database = Database.open(DatabaseOptions.file(file))) {
            Map<String, Revision> found =
                    database.revisions().range("", "", 0, 0).stream()
                            .collect(Collectors.toMap(Revision::key, Function.identity()));
            for (String line : acknowledged) {
                String[] parts = line.split(" ", 2);
                Revision revision = found.get(parts[1]);
                assertNotNull(revision, round + ": lost " + line);
                assertEquals(Long.parseLong(parts[0]), revision.number(), round);
                assertEquals(parts[1], new String(revision.value(), StandardCharsets.UTF_8));
            }
            assertEquals(database.revisions().head(), found.size(), "revisions have no gaps");
            assertInstanceOf(Verification.Intact.class, database.audit().verify());
            assertEquals(
                    found.size(),
                    database.audit().read(AuditQuery.newest(1)).getFirst().sequence(),
                    "each write has its record");
        }
    }
}
