package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.apiserver.ApiResponse.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes a body of known length; a large one is compressed for clients that take it. */
final class PartsWriter {
    /** As the original: below this, compression costs more than it saves. */
    private static final int COMPRESS_FROM_BYTES = 128 * 1024;

    private static final int CHUNK_BYTES = 64 * 1024;

    private PartsWriter() {}

    static void write(Request request, Response response, Callback callback, Body.Parts parts)
            throws IOException {
        long length = parts.length();
        boolean compress =
                length >= COMPRESS_FROM_BYTES
                        && request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING, "gzip")
                        && !response.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
        if (compress) {
            writeCompressed(response, callback, parts);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        if (parts.parts().size() == 1) {
            response.write(true, ByteBuffer.wrap(parts.parts().getFirst()), callback);
            return;
        }
        try (OutputStream out = Content.Sink.asOutputStream(response);
                ChunkedWriter chunks = new ChunkedWriter(out)) {
            for (byte[] part : parts.parts()) {
                chunks.write(part);
            }
        } catch (IOException e) {
            callback.failed(e);
            return;
        }
        callback.succeeded();
    }

    private static void writeCompressed(Response response, Callback callback, Body.Parts parts)
            throws IOException {
        ByteArrayOutputStream compressed =
                new ByteArrayOutputStream((int) Math.min(parts.length() / 4, Integer.MAX_VALUE));
        try (GZIPOutputStream gzip = new FastGzip(compressed)) {
            for (byte[] part : parts.parts()) {
                gzip.write(part);
            }
        }
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        response.getHeaders().add(HttpHeader.VARY, "Accept-Encoding");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, compressed.size());
        response.write(true, ByteBuffer.wrap(compressed.toByteArray()), callback);
    }

    /** Gzip at the fastest level: the network is seldom the bottleneck. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, CHUNK_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Gathers small parts, so that a long list is not a write per object. */
    private static final class ChunkedWriter implements AutoCloseable {
        private final OutputStream out;
        private final byte[] buffer = new byte[CHUNK_BYTES];
        private int used;

        ChunkedWriter(OutputStream out) {
            this.out = out;
        }

        void write(byte[] part) throws IOException {
            if (part.length > buffer.length - used) {
                flush();
            }
            if (part.length > buffer.length) {
                out.write(part);
                return;
            }
            System.arraycopy(part, 0, buffer, used, part.length);
            used += part.length;
        }

        private void flush() throws IOException {
            out.write(buffer, 0, used);
            used = 0;
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
