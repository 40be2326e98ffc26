package io.pinisi.cluster.apiserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The far end of a connection that has left HTTP (exec, attach, port-forward). */
public interface ByteTunnel extends AutoCloseable {
    InputStream input() throws IOException;

    OutputStream output() throws IOException;

    /** Ends both directions; reads that block return. */
    @Override
    void close();
}
