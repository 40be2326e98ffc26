package io.pinisi.db.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int FILE_BYTES = 120;

    @TempDir Path folder;

    private Path base() {
        return folder.resolve("store");
    }

    private static ByteBuffer entry(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> read() throws IOException {
        return Journal.read(base()).stream()
                .map(entry -> StandardCharsets.UTF_8.decode(entry).toString())
                .toList();
    }

    private static void append(Journal journal, String text) throws IOException {
        ByteBuffer entry = entry(text);
        if (!journal.hasRoom(entry.remaining())) {
            journal.turn();
        }
        journal.append(entry);
    }

    @Test
    void whatWasAppendedIsReadInItsOrder() throws IOException {
        try (Journal journal = Journal.open(base(), FILE_BYTES)) {
            append(journal, "one");
            append(journal, "");
            append(journal, "three");
        }
        assertEquals(List.of("one", "", "three"), read());
    }

    @Test
    void theFilesTakeTurnsAndTheOldestTurnIsGivenUp() throws IOException {
        try (Journal journal = Journal.open(base(), FILE_BYTES)) {
            for (int i = 0; i < 7; i++) {
                append(journal, "entry number " + i); // three to a file
            }
        }
        assertEquals(
                IntStream.range(3, 7).mapToObj(i -> "entry number " + i).toList(),
                read(),
                "the first file was begun anew; what its first turn left behind is not read");
    }

    @Test
    void aTornEntryIsNotRead() throws IOException {
        try (Journal journal = Journal.open(base(), FILE_BYTES)) {
            append(journal, "whole");
            append(journal, "torn");
        }
        Path file = folder.resolve("store.journal.0");
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("torn");
        bytes[at + 1] ^= 1;
        Files.write(file, bytes);
        assertEquals(List.of("whole"), read());
    }

    @Test
    void anOpenedJournalGivesUpWhatItHeld() throws IOException {
        try (Journal journal = Journal.open(base(), FILE_BYTES)) {
            append(journal, "old and long entry");
            append(journal, "old");
        }
        try (Journal journal = Journal.open(base(), FILE_BYTES)) {
            append(journal, "new and long entry");
        }
        assertEquals(List.of("new and long entry"), read());
    }

    @Test
    void anEntryLongerThanAFileIsKnownBeforehand() throws IOException {
        try (Journal journal = Journal.open(base(), FILE_BYTES)) {
            assertTrue(journal.takes(FILE_BYTES - 20));
            assertFalse(journal.takes(FILE_BYTES - 19));
        }
    }

    @Test
    void closedForGoodItLeavesNoFile() throws IOException {
        Journal journal = Journal.open(base(), FILE_BYTES);
        append(journal, "one");
        journal.closeAndDelete();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
        assertEquals(List.of(), read());
    }
}
