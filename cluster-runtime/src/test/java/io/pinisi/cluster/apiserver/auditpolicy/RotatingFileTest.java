package io.pinisi.cluster.apiserver.auditpolicy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotatingFileTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir Path folder;

    private RotatingFile file(int maxBackups, Duration maxAge) {
        return new RotatingFile(
                folder.resolve("audit.log"),
                new RotatingFile.Limits(10, maxBackups, maxAge),
                now::get);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(one -> one.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(RotatingFile log, String line) {
        log.append(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFullFileIsPutAsideAndOnlySoManyAreKept() throws IOException {
        try (RotatingFile log = file(2, Duration.ZERO)) {
            for (String line : List.of("aaaa", "bbbb", "cccc", "dddd", "eeee", "ffff", "gggg")) {
                write(log, line);
                now.updateAndGet(at -> at.plusSeconds(1));
            }
        }
        assertEquals(
                List.of(
                        "audit-2026-01-02T03-04-09.000.log",
                        "audit-2026-01-02T03-04-11.000.log",
                        "audit.log"),
                names());
        assertEquals("gggg\n", Files.readString(folder.resolve("audit.log")));
        assertEquals(
                "eeee\nffff\n",
                Files.readString(folder.resolve("audit-2026-01-02T03-04-11.000.log")));
    }

    @Test
    void whatIsTooOldGoes() throws IOException {
        try (RotatingFile log = file(0, Duration.ofDays(1))) {
            write(log, "aaaaaaaaa");
            write(log, "bbbbbbbbb");
            now.updateAndGet(at -> at.plus(Duration.ofDays(2)));
            write(log, "ccccccccc");
        }
        assertEquals(List.of("audit-2026-01-04T03-04-05.000.log", "audit.log"), names());
    }

    @Test
    void aFileThatIsThereIsContinued() throws IOException {
        for (String line : List.of("one", "two")) {
            try (RotatingFile log = file(0, Duration.ZERO)) {
                write(log, line);
            }
        }
        assertEquals("one\ntwo\n", Files.readString(folder.resolve("audit.log")));
    }
}
