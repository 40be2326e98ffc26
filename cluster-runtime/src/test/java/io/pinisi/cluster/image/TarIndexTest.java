package io.pinisi.cluster.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarIndexTest {
    @TempDir Path folder;

    private TarIndex index(byte[] tar) throws IOException {
        return TarIndex.read(FileChannel.open(Files.write(folder.resolve("a.tar"), tar)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertContent(String expected, TarIndex index, String name)
            throws IOException {
        Blob file = index.file(name);
        assertNotNull(file, name);
        assertArrayEquals(bytes(expected), file.read(1000));
    }

    @Test
    void filesAreFoundUnderTheirNamesHoweverTheyAreWritten() throws IOException {
        String longName = "blobs/" + "x".repeat(150);
        String paxName = "pax/ü/" + "y".repeat(50);
        TarIndex index =
                index(
                        new TarWriter()
                                .folder("./blobs/")
                                .file("./blobs/a", "A")
                                .gnuLongName(longName, bytes("long"))
                                .file("empty", "")
                                .paxName("pax/" + "y".repeat(120), bytes("pax"))
                                .file("z", "Z")
                                .end());
        assertContent("A", index, "blobs/a");
        assertContent("long", index, longName);
        assertContent("", index, "empty");
        assertContent("pax", index, "pax/" + "y".repeat(120));
        assertContent("Z", index, "z");
        assertNull(index.file("blobs"));
        assertNull(index.file(paxName));
        assertEquals(5, index.files().size());
    }

    @Test
    void linksLeadToTheirTargets() throws IOException {
        TarIndex index =
                index(
                        new TarWriter()
                                .file("one/layer.tar", "L")
                                .symbolicLink("two/layer.tar", "../one/layer.tar")
                                .hardLink("three", "one/layer.tar")
                                .symbolicLink("loop", "loop")
                                .symbolicLink("out", "../../etc/passwd")
                                .end());
        assertContent("L", index, "two/layer.tar");
        assertContent("L", index, "three");
        assertNull(index.file("loop"));
        assertNull(index.file("out"));
    }

    @Test
    void aTornOrForeignFileIsRefused() throws IOException {
        byte[] tar = new TarWriter().file("a", "x".repeat(2000)).end();
        assertThrows(IOException.class, () -> index(Arrays.copyOf(tar, 1000)));
        assertThrows(IOException.class, () -> index(bytes("no tar at all".repeat(100))));
        assertThrows(IOException.class, () -> index(new byte[0]));
        assertThrows(IOException.class, () -> index(bytes("short")));
    }
}
