package io.pinisi.cluster.node.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries bytes between a client and the runtime's stream server until the server has said
 * everything. A server that no longer listens may still have much to say, and a connection that is
 * closed with something unread loses what is on its way: so the client is heard to its end, and
 * only then closed.
 */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** How long a client may take to go once it has been told everything. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final InputStream fromClient;
    private final OutputStream toClient;
    private final SSLSocket client;
    private final Socket server;
    private final CountDownLatch heard = new CountDownLatch(1);

    Relay(InputStream fromClient, OutputStream toClient, SSLSocket client, Socket server) {
        this.fromClient = fromClient;
        this.toClient = toClient;
        this.client = client;
        this.server = server;
    }

    void run() throws InterruptedException {
        Thread back = Thread.ofVirtual().name("stream back").start(this::back);
        forth();
        back.join();
    }

    private void forth() {
        try {
            fromClient.transferTo(server.getOutputStream());
            server.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("stream to the runtime ended: {}", e.getMessage());
            discard();
        } finally {
            heard.countDown();
        }
    }

    private void discard() {
        try {
            fromClient.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("client gone: {}", e.getMessage());
        }
    }

    private void back() {
        try {
            server.getInputStream().transferTo(toClient);
            client.shutdownOutput();
            if (!heard.await(LINGER.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the client does not go");
            }
        } catch (IOException e) {
            LOG.debug("stream to the client ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void close() {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("close: {}", e.getMessage());
        }
    }
}
