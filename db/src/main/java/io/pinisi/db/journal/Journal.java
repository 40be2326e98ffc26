package io.pinisi.db.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A write-ahead journal. An entry is {@code magic, turn, length, CRC-32C, bytes}; the turn counts
 * how often a file was begun, so that what an earlier turn left behind an entry is never taken for
 * its successor. Confined to one thread, which must not be interrupted: an interruption closes the
 * files.
 */
public final class Journal implements AutoCloseable {
    private static final int MAGIC = 0x504e4a31;
    private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES + 2 * Integer.BYTES;
    private static final int FILES = 2;

    /**
     * A file grows by this much at once: forcing a write behind its end costs several times a write
     * within it.
     */
    private static final int GROWTH_BYTES = 1 << 20;

    /** What the entries of most groups fit into. */
    private static final int OUTGOING_BYTES = 1 << 16;

    private final List<Path> paths;
    private final List<FileChannel> files = new ArrayList<>();
    private final int fileBytesMax;
    private ByteBuffer outgoing = ByteBuffer.allocateDirect(OUTGOING_BYTES);
    private int current;
    private long turn;
    private long position;
    private long size;

    private Journal(List<Path> paths, int fileBytesMax, long turn) throws IOException {
        this.paths = paths;
        this.fileBytesMax = fileBytesMax;
        this.turn = turn;
        for (Path path : paths) {
            files.add(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        }
        this.size = files.getFirst().size();
    }

    /** One file's entries and the turn they are of. */
    private record Contents(long turn, List<ByteBuffer> entries) {}

    /**
     * Opens the journal for writing; whatever it held is given up, so {@link #read} comes before.
     *
     * @param base the files' common path; each appends its number
     * @param fileBytesMax how long one file becomes
     */
    public static Journal open(Path base, int fileBytesMax) throws IOException {
        long last = 0;
        for (Path path : paths(base)) {
            last = Math.max(last, contents(path).turn());
        }
        return new Journal(paths(base), fileBytesMax, last + 1);
    }

    /**
     * What a process that has ended left, oldest first. Ends at the first entry of a file that is
     * torn; whether anything is missing between two entries is for the reader to judge.
     */
    public static List<ByteBuffer> read(Path base) throws IOException {
        List<Contents> all = new ArrayList<>();
        for (Path path : paths(base)) {
            all.add(contents(path));
        }
        return all.stream()
                .sorted(Comparator.comparingLong(Contents::turn))
                .flatMap(contents -> contents.entries().stream())
                .toList();
    }

    /** Removes the files of a journal that nobody has open. */
    public static void delete(Path base) throws IOException {
        for (Path path : paths(base)) {
            Files.deleteIfExists(path);
        }
    }

    private static List<Path> paths(Path base) {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            paths.add(base.resolveSibling(base.getFileName() + ".journal." + i));
        }
        return List.copyOf(paths);
    }

    private static Contents contents(Path path) throws IOException {
        List<ByteBuffer> entries = new ArrayList<>();
        long turn = 0;
        if (Files.exists(path)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
            while (bytes.remaining() >= HEADER_BYTES && bytes.getInt() == MAGIC) {
                long found = bytes.getLong();
                int length = bytes.getInt();
                int sum = bytes.getInt();
                if (length < 0
                        || length > bytes.remaining()
                        || (!entries.isEmpty() && found != turn)) {
                    break;
                }
                ByteBuffer entry = bytes.slice(bytes.position(), length);
                if (sum(found, entry) != sum) {
                    break;
                }
                turn = found;
                entries.add(entry);
                bytes.position(bytes.position() + length);
            }
        }
        return new Contents(turn, entries);
    }

    private static int sum(long turn, ByteBuffer entry) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(turn).flip());
        crc.update(entry.duplicate());
        return (int) crc.getValue();
    }

    /** Whether an entry of that many bytes fits behind the present file's last one. */
    public boolean hasRoom(int bytes) {
        return position + HEADER_BYTES + bytes <= fileBytesMax;
    }

    /** Whether an entry of that many bytes fits into a file at all. */
    public boolean takes(int bytes) {
        return HEADER_BYTES + bytes <= fileBytesMax;
    }

    /** Begins the other file anew; the entries of its last turn are given up. */
    public void turn() throws IOException {
        current = (current + 1) % FILES;
        turn++;
        position = 0;
        size = files.get(current).size();
    }

    /**
     * Returns when the entry is on disk. If it throws, the entry may or may not be read back,
     * unless another takes its place.
     */
    public void append(ByteBuffer entry) throws IOException {
        int bytes = HEADER_BYTES + entry.remaining();
        FileChannel file = files.get(current);
        grow(file, position + bytes);
        ByteBuffer whole = outgoing(bytes);
        whole.putInt(MAGIC)
                .putLong(turn)
                .putInt(entry.remaining())
                .putInt(sum(turn, entry))
                .put(entry.duplicate())
                .flip();
        write(file, whole, position);
        file.force(false);
        position += bytes;
    }

    /** Outside the heap, or each write would copy the entry out of it once more. */
    private ByteBuffer outgoing(int bytes) {
        if (bytes > outgoing.capacity()) {
            outgoing = ByteBuffer.allocateDirect(Math.max(bytes, 2 * outgoing.capacity()));
        }
        return outgoing.clear();
    }

    private void grow(FileChannel file, long needed) throws IOException {
        if (needed <= size) {
            return;
        }
        long grown = Math.max(needed, Math.min(fileBytesMax, size + GROWTH_BYTES));
        write(file, ByteBuffer.allocate((int) (grown - size)), size);
        size = grown;
    }

    private static void write(FileChannel file, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
    }

    /** Closes the files and leaves them. */
    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }

    /** Closes the files and removes them; nothing of them is needed any more. */
    public void closeAndDelete() throws IOException {
        close();
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
