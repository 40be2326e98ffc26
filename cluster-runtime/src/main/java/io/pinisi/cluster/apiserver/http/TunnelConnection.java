package io.pinisi.cluster.apiserver.http;

import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.machinery.error.ApiException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection becomes after a 101: bytes are carried to and from the tunnel, unread, by one
 * virtual thread for each direction, until either side ends.
 */
public final class TunnelConnection extends AbstractConnection implements Connection.UpgradeTo {
    private static final Logger log = LoggerFactory.getLogger(TunnelConnection.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    /**
     * How long a client may take to go once it was told everything. Closed at once with something
     * of its unread, the connection would lose what is on its way.
     */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final ByteTunnel tunnel;
    private final CountDownLatch heard = new CountDownLatch(1);
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

    /** Of the one thread that carries in. */
    private boolean deaf;

    private TunnelConnection(EndPoint endPoint, Request request, ByteTunnel tunnel) {
        super(endPoint, request.getComponents().getExecutor());
        this.tunnel = tunnel;
    }

    /** Sends the response's head and has Jetty swap the protocol of the connection. */
    public static void takeOver(
            Request request, Response response, Callback callback, ByteTunnel tunnel) {
        if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
            tunnel.close();
            throw ApiException.badRequest("upgrade is possible over HTTP/1.1 only");
        }
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new TunnelConnection(endPoint, request, tunnel));
        response.write(true, BufferUtil.EMPTY_BUFFER, callback);
    }

    @Override
    public void onUpgradeTo(ByteBuffer prefilled) {
        early = BufferUtil.copy(prefilled);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        Thread.ofVirtual().name("tunnel-in").start(this::carryIn);
        Thread.ofVirtual().name("tunnel-out").start(this::carryOut);
    }

    private void carryIn() {
        ByteBuffer buffer = BufferUtil.allocate(BUFFER_BYTES);
        try {
            if (BufferUtil.hasContent(early)) {
                forward(early);
            }
            while (fill(buffer)) {
                forward(buffer);
            }
        } catch (IOException | ExecutionException e) {
            log.debug("tunnel from client ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            heard.countDown();
            tunnel.close();
        }
    }

    /**
     * An end that no longer listens may still have much to say: what the client sends is let go,
     * and the tunnel stays.
     */
    private void forward(ByteBuffer buffer) {
        try {
            if (!deaf) {
                tunnel.output()
                        .write(
                                buffer.array(),
                                buffer.arrayOffset() + buffer.position(),
                                buffer.remaining());
                tunnel.output().flush();
            }
        } catch (IOException e) {
            deaf = true;
            log.debug("tunnel takes no more: {}", e.getMessage());
        }
        BufferUtil.clear(buffer);
    }

    /** Waits for bytes; false at the end of the stream. */
    private boolean fill(ByteBuffer buffer)
            throws IOException, InterruptedException, ExecutionException {
        while (true) {
            int filled = getEndPoint().fill(buffer);
            if (filled != 0) {
                return filled > 0;
            }
            Callback.Completable readable = new Callback.Completable();
            getEndPoint().fillInterested(readable);
            readable.get();
        }
    }

    private void carryOut() {
        byte[] bytes = new byte[BUFFER_BYTES];
        try {
            for (int n = tunnel.input().read(bytes); n >= 0; n = tunnel.input().read(bytes)) {
                Callback.Completable written = new Callback.Completable();
                getEndPoint().write(written, ByteBuffer.wrap(bytes, 0, n));
                written.get();
            }
            getEndPoint().shutdownOutput();
            if (!heard.await(LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("the client of a tunnel does not go");
            }
        } catch (IOException | ExecutionException e) {
            log.debug("tunnel to client ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tunnel.close();
            getEndPoint().close();
        }
    }

    @Override
    public void onFillable() {
        throw new IllegalStateException("reads are waited for by the tunnel's own thread");
    }

    @Override
    public void onClose(Throwable cause) {
        tunnel.close();
        super.onClose(cause);
    }
}
