package io.pinisi.cluster.node.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what lives in a node's namespace reach a service that listens on the machine's loopback: it
 * accepts in the namespace and connects from the machine.
 */
public final class TcpRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpRelay.class);
    private static final int MAX_CONNECTIONS = 1024;
    private static final int BUFFER = 32 << 10;

    private final ServerSocketChannel listener;
    private final InetSocketAddress target;
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);

    private TcpRelay(ServerSocketChannel listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    /** Listens on {@code local}, an address of the namespace, for connections to {@code target}. */
    public static TcpRelay open(
            NetworkNamespace namespace, InetSocketAddress local, InetSocketAddress target) {
        ServerSocketChannel listener =
                namespace.call(() -> ServerSocketChannel.open().bind(local, 128));
        TcpRelay relay = new TcpRelay(listener, target);
        Thread.ofVirtual().name("relay-" + local).start(relay::accept);
        return relay;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                if (places.tryAcquire()) {
                    Thread.ofVirtual().start(() -> serve(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                if (listener.isOpen()) {
                    LOG.warn("relay to {} cannot accept: {}", target, e.getMessage());
                }
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                SocketChannel server = SocketChannel.open(target)) {
            Thread back = Thread.ofVirtual().start(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException e) {
            LOG.debug("relay to {} ended: {}", target, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    /** One direction to its end, which is passed on. */
    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("close: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.debug("close: {}", e.getMessage());
        }
    }
}
