package io.pinisi.cluster.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pieces of a streamed body: lines, or what one read gives. */
public record StreamFrames(InputStream body, boolean lines) implements Transport.Body.Frames {
    private static final int CHUNK_BYTES = 32 * 1024;

    @Override
    public byte @Nullable [] next() {
        try {
            return lines ? line() : chunk();
        } catch (IOException e) {
            return null; // the connection is gone, or closed by us: the stream ends
        }
    }

    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        for (int b = body.read(); b >= 0; b = body.read()) {
            if (b != '\n') {
                line.write(b);
            } else if (line.size() > 0) {
                return line.toByteArray();
            }
        }
        return null;
    }

    private byte @Nullable [] chunk() throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int read = body.read(chunk);
        return read < 0 ? null : Arrays.copyOf(chunk, read);
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // closing is all that was wanted
        }
    }
}
