package io.pinisi.db;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses states of objects. The next state of an object is mostly the last one with a few
 * characters changed, so a keyframe as dictionary leaves little more than these.
 */
final class Frames {
    private static final int CHUNK = 4096;

    private Frames() {}

    /** Compresses one state after the other; to begin anew each time would cost the most of it. */
    static final class Compressor implements AutoCloseable {
        private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        private final byte[] chunk = new byte[CHUNK];

        byte[] compress(byte[] body, byte @Nullable [] keyframe) {
            deflater.reset();
            if (keyframe != null) {
                deflater.setDictionary(keyframe);
            }
            deflater.setInput(body);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        }

        @Override
        public void close() {
            deflater.close();
        }
    }

    /**
     * @param length of the body as it was
     */
    static byte[] expand(byte[] compressed, int length, byte @Nullable [] keyframe) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(compressed);
            byte[] body = new byte[length];
            int filled = 0;
            while (filled < length) {
                int read = inflater.inflate(body, filled, length - filled);
                if (read == 0 && inflater.needsDictionary() && keyframe != null) {
                    inflater.setDictionary(keyframe);
                } else if (read == 0) {
                    throw new IllegalStateException("a state of the history ends too early");
                }
                filled += read;
            }
            return body;
        } catch (DataFormatException e) {
            throw new IllegalStateException("a state of the history is damaged", e);
        }
    }
}
