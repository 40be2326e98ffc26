package io.pinisi.portal.hub;

import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.Transport.Body;
import io.pinisi.portal.pods.LogStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A log that a member streams, cut into lines; what exceeds {@link #LONGEST} of a line is left. For
 * one reader; may be closed by anybody.
 */
final class FollowedLog implements LogStream {
    static final int LONGEST = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final Transport.Response response;
    private byte[] piece;
    private int at;

    FollowedLog(Transport.Response response) {
        this.response = response;
        this.piece = response.body() instanceof Body.Whole(byte[] bytes) ? bytes : NOTHING;
    }

    @Override
    public @Nullable String next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        int b = read();
        while (b != -1 && b != '\n') {
            if (line.size() < LONGEST) {
                line.write(b);
            }
            b = read();
        }
        return b == -1 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    private int read() {
        while (at == piece.length) {
            byte[] next = more();
            if (next == null) {
                return -1;
            }
            piece = next;
            at = 0;
        }
        return piece[at++] & 0xff;
    }

    private byte @Nullable [] more() {
        if (!(response.body() instanceof Body.Frames frames)) {
            return null;
        }
        try {
            return frames.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public boolean ready() {
        return at < piece.length;
    }

    @Override
    public void close() {
        response.close();
    }
}
