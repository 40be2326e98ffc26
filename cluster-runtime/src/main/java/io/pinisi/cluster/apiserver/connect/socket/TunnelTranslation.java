package io.pinisi.cluster.apiserver.connect.socket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.pinisi.cluster.apiserver.ByteTunnel;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Port-forward in the form {@code SPDY/3.1+portforward.k8s.io}: the client speaks SPDY with the
 * node, in pieces that are messages of its WebSocket.
 */
final class TunnelTranslation implements SocketConnection.Listener {
    private static final Logger log = LoggerFactory.getLogger(TunnelTranslation.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private final ByteTunnel node;
    private final SocketConnection client;

    private TunnelTranslation(ByteTunnel node) {
        this.node = node;
        this.client = new SocketConnection(this);
    }

    static ByteTunnel start(ByteTunnel node) {
        TunnelTranslation translation = new TunnelTranslation(node);
        Thread.ofVirtual().name("tunnel translation").start(translation::run);
        return translation.client;
    }

    private void run() {
        byte[] bytes = new byte[BUFFER_BYTES];
        try {
            InputStream in = node.input();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                client.send(bytes, n);
            }
        } catch (IOException e) {
            log.debug("the tunnel of a node ended: {}", e.getMessage());
        } finally {
            node.close();
            client.end(WebSocketCloseStatus.NORMAL_CLOSURE);
        }
    }

    @Override
    public void received(byte[] message) throws IOException {
        node.output().write(message);
        node.output().flush();
    }

    @Override
    public void closed() {
        node.close();
    }
}
