package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.Grant;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** A connection that ends with the right it was opened with, also while both sides are silent. */
final class GrantedTunnel implements ByteTunnel {
    private final ByteTunnel tunnel;
    private final GrantWatch watch;

    /**
     * @param every how often the right is looked at again
     */
    GrantedTunnel(ByteTunnel tunnel, Grant grant, Duration every) {
        this.tunnel = tunnel;
        this.watch = new GrantWatch(grant, every, tunnel::close);
    }

    @Override
    public InputStream input() throws IOException {
        return tunnel.input();
    }

    @Override
    public OutputStream output() throws IOException {
        return tunnel.output();
    }

    @Override
    public void close() {
        watch.stop();
        tunnel.close();
    }
}
