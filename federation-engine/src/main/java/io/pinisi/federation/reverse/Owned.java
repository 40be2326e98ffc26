package io.pinisi.federation.reverse;

import io.pinisi.federation.tunnel.MuxStream;
import java.io.FilterInputStream;

/** What comes on a stream; closing it ends the stream. */
final class Owned extends FilterInputStream {
    private final MuxStream stream;

    Owned(MuxStream stream) {
        super(stream.input());
        this.stream = stream;
    }

    @Override
    public void close() {
        stream.close();
    }
}
