package io.pinisi.cluster.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the tar archives of the tests, block by block, in the forms that occur in the wild. */
final class TarWriter {
    private static final int BLOCK = 512;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TarWriter file(String name, byte[] content) {
        return entry(name, '0', "", content);
    }

    TarWriter file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    TarWriter folder(String name) {
        return entry(name, '5', "", new byte[0]);
    }

    TarWriter symbolicLink(String name, String target) {
        return entry(name, '2', target, new byte[0]);
    }

    TarWriter hardLink(String name, String target) {
        return entry(name, '1', target, new byte[0]);
    }

    /** As GNU tar does where a name is longer than the header's field. */
    TarWriter gnuLongName(String name, byte[] content) {
        entry("././@LongLink", 'L', "", (name + "\0").getBytes(StandardCharsets.UTF_8));
        return entry(name.substring(0, 99), '0', "", content);
    }

    TarWriter paxName(String name, byte[] content) {
        String record = " path=" + name + "\n";
        int length = record.length() + 3;
        entry("pax", 'x', "", (length + record).getBytes(StandardCharsets.UTF_8));
        return entry("short", '0', "", content);
    }

    byte[] end() {
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private TarWriter entry(String name, char type, String link, byte[] content) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format("%011o\0", content.length));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        return this;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
