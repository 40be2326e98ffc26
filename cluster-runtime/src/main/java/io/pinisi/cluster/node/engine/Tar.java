package io.pinisi.cluster.node.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Just enough of the ustar format for plain files and links with short names. */
final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int MODE = 100;
    private static final int OWNER = 108;
    private static final int GROUP = 116;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int MAGIC = 257;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(String name, byte[] content, int mode) {
        entry(name, content.length, mode, '0', "");
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    void link(String name, String target) {
        entry(name, 0, 0777, '2', target);
    }

    void folder(String name, int mode) {
        entry(name + "/", 0, mode, '5', "");
    }

    private void entry(String name, int size, int mode, char type, String target) {
        byte[] header = new byte[BLOCK];
        put(header, NAME, name);
        put(header, MODE, "%07o".formatted(mode));
        put(header, OWNER, "0000000");
        put(header, GROUP, "0000000");
        put(header, SIZE, "%011o".formatted(size));
        put(header, TIME, "00000000000");
        put(header, CHECKSUM, "        ");
        header[TYPE] = (byte) type;
        put(header, LINK, target);
        put(header, MAGIC, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, CHECKSUM, "%06o\0 ".formatted(sum));
        bytes.writeBytes(header);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, at, ascii.length);
    }

    byte[] finish() {
        bytes.writeBytes(new byte[2 * BLOCK]);
        return bytes.toByteArray();
    }
}
