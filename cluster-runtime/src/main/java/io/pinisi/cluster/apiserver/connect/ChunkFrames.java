package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.client.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream of bytes, in the pieces in which it comes. */
record ChunkFrames(InputStream in) implements Transport.Body.Frames {
    private static final int CHUNK_BYTES = 16 * 1024;

    @Override
    public byte @Nullable [] next() {
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            int read = in.read(chunk);
            return read < 0 ? null : Arrays.copyOf(chunk, read);
        } catch (IOException e) {
            return null; // the agent or the reader is gone: the stream ends
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // closing is all that was wanted
        }
    }
}
