package io.pinisi.federation.evidence;

import io.pinisi.cluster.client.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A pack on its way out; its file is gone when it is closed. */
final class PackStream implements Transport.Body.Frames {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Path file;
    private final InputStream in;

    PackStream(Path file) throws IOException {
        this.file = file;
        this.in = Files.newInputStream(file);
    }

    @Override
    public byte @Nullable [] next() {
        try {
            byte[] piece = in.readNBytes(PIECE_BYTES);
            return piece.length == 0 ? null : piece;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
