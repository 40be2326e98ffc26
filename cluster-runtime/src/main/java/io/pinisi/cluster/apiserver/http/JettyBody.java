package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.BodyLimit;
import io.pinisi.cluster.machinery.error.ApiException;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body, never more than the limit. */
record JettyBody(Request request) implements ApiRequest.BodyReader {
    /**
     * Read and dropped of a body that is too large, so that most clients get to see the refusal.
     */
    private static final int DRAINED_BYTES = 32 * 1024 * 1024;

    @Override
    public byte[] read(int limit) {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                drain(in);
                throw BodyLimit.exceeded(limit);
            }
            return bytes;
        } catch (IOException e) {
            throw ApiException.badRequest("the body ended early: " + e.getMessage());
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] dropped = new byte[64 * 1024];
        int left = DRAINED_BYTES;
        for (int n = in.read(dropped); n >= 0 && left > 0; n = in.read(dropped)) {
            left -= n;
        }
    }
}
