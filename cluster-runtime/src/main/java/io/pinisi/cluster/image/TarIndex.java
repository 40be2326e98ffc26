package io.pinisi.cluster.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of an uncompressed tar lie, so that they are served in place. Reads the ustar,
 * GNU (long names) and pax (path, size) forms; links are followed.
 */
final class TarIndex {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES_MAX = 64 * 1024;
    private static final int ENTRIES_MAX = 100_000;
    private static final int LINKS_MAX = 8;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE_AT = 156;
    private static final int LINK_AT = 157;
    private static final int NAME_LENGTH = 100;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_LENGTH = 155;

    private final FileChannel archive;
    private final Map<String, Blob> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private @Nullable String longName;
    private @Nullable String longLink;
    private @Nullable Long longSize;

    private TarIndex(FileChannel archive) {
        this.archive = archive;
    }

    static TarIndex read(FileChannel archive) throws IOException {
        TarIndex index = new TarIndex(archive);
        long position = 0;
        int entries = 0;
        ByteBuffer header = index.block(position);
        while (header.get(0) != 0) {
            if (++entries > ENTRIES_MAX) {
                throw new IOException("more than " + ENTRIES_MAX + " entries");
            }
            position = index.entry(header, position + BLOCK);
            header = index.block(position);
        }
        return index;
    }

    /** The file of that name, or null where there is none. */
    @Nullable Blob file(String name) {
        String target = clean(name);
        for (int i = 0; i < LINKS_MAX && links.containsKey(target); i++) {
            target = links.getOrDefault(target, target);
        }
        return files.get(target);
    }

    Map<String, Blob> files() {
        return Map.copyOf(files);
    }

    /** Takes one entry in and returns where the next one begins. */
    private long entry(ByteBuffer header, long content) throws IOException {
        checkSum(header);
        char type = (char) header.get(TYPE_AT);
        long size = longSize != null && isFile(type) ? longSize : number(header);
        if (size < 0 || content + size > archive.size()) {
            throw new IOException("an entry reaches beyond the end of the archive");
        }
        switch (type) {
            case 'L' -> longName = longText(content, size);
            case 'K' -> longLink = longText(content, size);
            case 'x' -> pax(longText(content, size));
            case 'g' -> {}
            default -> {
                remember(header, type, content, size);
                longName = null;
                longLink = null;
                longSize = null;
            }
        }
        return content + (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    private void remember(ByteBuffer header, char type, long content, long size) {
        String name = clean(longName != null ? longName : name(header));
        String link = longLink != null ? longLink : text(header, LINK_AT, NAME_LENGTH);
        if (isFile(type)) {
            files.put(name, new Blob.InArchive(archive, content, size));
        } else if (type == '1') {
            links.put(name, clean(link));
        } else if (type == '2') {
            int folder = name.lastIndexOf('/');
            links.put(name, clean(folder < 0 ? link : name.substring(0, folder + 1) + link));
        }
    }

    private static boolean isFile(char type) {
        return type == '0' || type == 0;
    }

    private void pax(String records) {
        int at = 0;
        while (at < records.length()) {
            int space = records.indexOf(' ', at);
            int newline = records.indexOf('\n', at);
            int equals = records.indexOf('=', at);
            if (space < 0 || newline < 0 || equals < space || equals > newline) {
                return;
            }
            String value = records.substring(equals + 1, newline);
            switch (records.substring(space + 1, equals)) {
                case "path" -> longName = value;
                case "linkpath" -> longLink = value;
                case "size" -> longSize = Long.parseLong(value);
                default -> {}
            }
            at = newline + 1;
        }
    }

    private String longText(long content, long size) throws IOException {
        byte[] bytes = new Blob.InArchive(archive, content, size).read(NAME_BYTES_MAX);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private ByteBuffer block(long position) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (block.hasRemaining()) {
            if (archive.read(block, position + block.position()) < 0) {
                if (block.position() == 0 && position > 0) {
                    return ByteBuffer.allocate(BLOCK);
                }
                throw new IOException("it is no tar archive, or not all of it");
            }
        }
        return block;
    }

    private static String name(ByteBuffer header) {
        String name = text(header, 0, NAME_LENGTH);
        boolean ustar = text(header, MAGIC_AT, 6).equals("ustar");
        String prefix = ustar ? text(header, PREFIX_AT, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(ByteBuffer header, int at, int lengthMax) {
        int length = 0;
        while (length < lengthMax && header.get(at + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        header.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Octal, or big-endian binary where the first bit is set. */
    private static long number(ByteBuffer header) throws IOException {
        if (header.get(SIZE_AT) < 0) {
            return header.getLong(SIZE_AT + SIZE_LENGTH - Long.BYTES);
        }
        return octal(header, SIZE_AT, SIZE_LENGTH);
    }

    private static long octal(ByteBuffer header, int at, int length) throws IOException {
        String digits = text(header, at, length).strip();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("it is no tar archive", e);
        }
    }

    private static void checkSum(ByteBuffer header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
            sum += own ? ' ' : header.get(i) & 0xff;
        }
        if (sum != octal(header, CHECKSUM_AT, CHECKSUM_LENGTH)) {
            throw new IOException("it is no tar archive");
        }
    }

    /** Without {@code ./} and with every {@code x/../} taken out. */
    private static String clean(String name) {
        String path = Path.of("/").resolve(name).normalize().toString();
        return path.substring(1);
    }
}
