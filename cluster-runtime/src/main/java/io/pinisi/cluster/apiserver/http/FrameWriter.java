package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.client.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Writes a stream piece by piece, each at once; a client that goes away ends it. */
final class FrameWriter {
    private FrameWriter() {}

    static void write(
            Request request, Response response, Callback callback, Transport.Body.Frames frames) {
        request.addFailureListener(_ -> frames.close());
        request.addIdleTimeoutListener(_ -> false);
        try (frames) {
            // the head goes out before the first piece, which may be long in coming
            Content.Sink.write(response, false, BufferUtil.EMPTY_BUFFER);
            for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
                Content.Sink.write(response, false, ByteBuffer.wrap(frame));
            }
        } catch (IOException e) {
            callback.failed(e);
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
            return;
        }
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }
}
