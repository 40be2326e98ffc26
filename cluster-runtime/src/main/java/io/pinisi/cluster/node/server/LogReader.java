package io.pinisi.cluster.node.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log in the format of CRI, a line of {@code time stream tag text} each, where the tag
 * {@code P} says that the text goes on in the next line.
 */
final class LogReader {
    private static final int BUFFER = 16 << 10;
    private static final Duration POLL = Duration.ofMillis(100);

    private final Path file;
    private final LogRequest request;
    private final BooleanSupplier running;
    private final OutputStream out;
    private long left;
    private boolean lineBegins = true;
    private Object opened = "";

    /**
     * @param running whether more may still be written
     */
    LogReader(Path file, LogRequest request, BooleanSupplier running, OutputStream out) {
        this.file = file;
        this.request = request;
        this.running = running;
        this.out = new BufferedOutputStream(out, BUFFER);
        this.left = request.limit().orElse(Long.MAX_VALUE);
    }

    void copy() throws IOException, InterruptedException {
        RandomAccessFile log = open();
        if (log == null) {
            return;
        }
        try {
            log.seek(begin(log));
            while (left > 0) {
                boolean last = !running.getAsBoolean();
                boolean any = copyAvailable(log);
                if (any) {
                    continue;
                }
                out.flush();
                if (!request.follow() || last) {
                    break;
                }
                if (rotated()) {
                    log.close();
                    opened = identity();
                    log = new RandomAccessFile(file.toFile(), "r");
                    continue;
                }
                Thread.sleep(POLL);
            }
            out.flush();
        } finally {
            log.close();
        }
    }

    /** A container that has only just started may not have its file yet. */
    private @Nullable RandomAccessFile open() throws IOException, InterruptedException {
        while (!Files.exists(file)) {
            if (!request.follow() || !running.getAsBoolean()) {
                return null;
            }
            Thread.sleep(POLL);
        }
        opened = identity();
        return new RandomAccessFile(file.toFile(), "r");
    }

    /** Whether the name now means another file than the one that is open. */
    private boolean rotated() throws IOException {
        return Files.exists(file) && !identity().equals(opened);
    }

    private Object identity() throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    /** Where the last lines begin that are wanted. */
    private long begin(RandomAccessFile log) throws IOException {
        if (request.tail().isEmpty()) {
            return 0;
        }
        long wanted = request.tail().getAsLong();
        long at = log.length();
        if (wanted == 0) {
            return at;
        }
        byte[] buffer = new byte[BUFFER];
        long newlines = 0;
        while (at > 0) {
            int size = (int) Math.min(BUFFER, at);
            at -= size;
            log.seek(at);
            log.readFully(buffer, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                boolean lastByte = at + i == log.length() - 1;
                if (buffer[i] == '\n' && !lastByte && ++newlines == wanted) {
                    return at + i + 1;
                }
            }
        }
        return 0;
    }

    /** Copies whole lines; a line that is not yet ended stays for the next time. */
    private boolean copyAvailable(RandomAccessFile log) throws IOException {
        long from = log.getFilePointer();
        byte[] buffer = new byte[BUFFER];
        int size = log.read(buffer);
        if (size <= 0) {
            return false;
        }
        int begun = 0;
        for (int i = 0; i < size && left > 0; i++) {
            if (buffer[i] == '\n') {
                line(new String(buffer, begun, i - begun, StandardCharsets.UTF_8));
                begun = i + 1;
            }
        }
        if (begun == 0 && size == BUFFER) {
            return copyLong(log, from);
        }
        log.seek(from + begun);
        return begun > 0;
    }

    /** Lines of containerd are cut at 16 KiB, so one with its columns is a little longer. */
    private boolean copyLong(RandomAccessFile log, long from) throws IOException {
        byte[] buffer = new byte[4 * BUFFER];
        log.seek(from);
        int size = log.read(buffer);
        for (int i = 0; i < size; i++) {
            if (buffer[i] == '\n') {
                line(new String(buffer, 0, i, StandardCharsets.UTF_8));
                log.seek(from + i + 1);
                return true;
            }
        }
        log.seek(from);
        return false;
    }

    private void line(String line) throws IOException {
        String[] columns = line.split(" ", 4);
        if (columns.length < 4) {
            return;
        }
        if (request.since() != null && Instant.parse(columns[0]).isBefore(request.since())) {
            return;
        }
        boolean ends = !columns[2].equals("P");
        String prefix = request.timestamps() && lineBegins ? columns[0] + " " : "";
        lineBegins = ends;
        byte[] bytes = (prefix + columns[3] + (ends ? "\n" : "")).getBytes(StandardCharsets.UTF_8);
        int length = (int) Math.min(left, bytes.length);
        out.write(bytes, 0, length);
        left -= length;
    }
}
