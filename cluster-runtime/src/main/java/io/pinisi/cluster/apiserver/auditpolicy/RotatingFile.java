package io.pinisi.cluster.apiserver.auditpolicy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines in a file that is put aside when it is full; of those put aside only so many are kept, and
 * only for so long.
 */
public final class RotatingFile implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS").withZone(ZoneOffset.UTC);

    private final Path file;
    private final Limits limits;
    private final InstantSource clock;

    /** Guarded by this. */
    private @Nullable OutputStream out;

    /** Guarded by this. */
    private long size;

    /**
     * @param maxBytes of one file; a line is never split
     * @param maxBackups how many are kept beside the current one; 0 keeps all
     * @param maxAge of those; zero keeps them for ever
     */
    public record Limits(long maxBytes, int maxBackups, Duration maxAge) {
        private static final long MEGABYTE = 1024 * 1024;

        /** As the original reads its options: megabytes, files, days. */
        public static Limits of(int maxSize, int maxBackup, int maxAge) {
            int megabytes = maxSize == 0 ? 100 : maxSize;
            return new Limits(megabytes * MEGABYTE, maxBackup, Duration.ofDays(maxAge));
        }
    }

    public RotatingFile(Path file, Limits limits, InstantSource clock) {
        this.file = file.toAbsolutePath();
        this.limits = limits;
        this.clock = clock;
    }

    /** Appends the line and its end. */
    public synchronized void append(byte[] line) {
        try {
            if (out != null && size > 0 && size + line.length + 1 > limits.maxBytes()) {
                putAside();
            }
            OutputStream open = opened();
            byte[] whole = new byte[line.length + 1];
            System.arraycopy(line, 0, whole, 0, line.length);
            whole[line.length] = '\n';
            open.write(whole);
            size += whole.length;
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log cannot be written", e);
        }
    }

    private OutputStream opened() throws IOException {
        OutputStream open = out;
        if (open == null) {
            Files.createDirectories(file.getParent());
            open =
                    Files.newOutputStream(
                            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            out = open;
            size = Files.size(file);
        }
        return open;
    }

    private void putAside() throws IOException {
        close();
        Instant now = clock.instant();
        Path aside = backup(now);
        while (Files.exists(aside)) {
            now = now.plusMillis(1);
            aside = backup(now);
        }
        Files.move(file, aside);
        size = 0;
        removeOld(now);
    }

    private Path backup(Instant at) {
        return file.resolveSibling(stem() + "-" + STAMP.format(at) + ending());
    }

    private String stem() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ending().length());
    }

    private String ending() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot);
    }

    private void removeOld(Instant now) throws IOException {
        List<Path> backups = backups();
        for (int i = 0; i < backups.size(); i++) {
            boolean tooMany = limits.maxBackups() > 0 && i >= limits.maxBackups();
            boolean tooOld =
                    !limits.maxAge().isZero()
                            && backups.get(i).compareTo(backup(now.minus(limits.maxAge()))) < 0;
            if (tooMany || tooOld) {
                Files.deleteIfExists(backups.get(i));
            }
        }
    }

    /** Those put aside, the latest first; their names are in the order of their times. */
    private List<Path> backups() throws IOException {
        int length = backup(Instant.EPOCH).getFileName().toString().length();
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.filter(one -> isBackup(one.getFileName().toString(), length))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private boolean isBackup(String name, int length) {
        return name.length() == length && name.startsWith(stem() + "-") && name.endsWith(ending());
    }

    @Override
    public synchronized void close() {
        OutputStream open = out;
        out = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
