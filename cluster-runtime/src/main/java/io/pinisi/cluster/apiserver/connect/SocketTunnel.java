package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.ByteTunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A connection to an agent that has left HTTP. */
public record SocketTunnel(Socket socket) implements ByteTunnel {
    @Override
    public InputStream input() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // both directions end, which is all that was wanted
        }
    }
}
