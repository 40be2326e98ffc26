package io.pinisi.cluster.apiserver.connect.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.ReferenceCountUtil;
import io.pinisi.cluster.apiserver.ByteTunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The client's end of a SPDY/3.1 connection. Windows are neither kept nor asked for: the servers
 * that are met here do not know them, and TCP holds both sides back.
 */
final class SpdyStreams {
    private static final int BUFFER_BYTES = 32 * 1024;

    /** How much of a frame of data is handed on at once. */
    private static final int CHUNK_BYTES = 32 * 1024;

    private static final int HEADER_BYTES = 16 * 1024;

    /** What zlib is told; netty's own defaults. */
    private static final int COMPRESSION_LEVEL = 6;

    private static final int WINDOW_BITS = 15;
    private static final int MEMORY_LEVEL = 8;

    private final ByteTunnel peer;
    private final EmbeddedChannel decoder = new EmbeddedChannel(codec());
    private final EmbeddedChannel encoder = new EmbeddedChannel(codec());

    SpdyStreams(ByteTunnel peer) {
        this.peer = peer;
    }

    private static SpdyFrameCodec codec() {
        return new SpdyFrameCodec(
                SpdyVersion.SPDY_3_1,
                CHUNK_BYTES,
                HEADER_BYTES,
                COMPRESSION_LEVEL,
                WINDOW_BITS,
                MEMORY_LEVEL);
    }

    /** What the server says, stream by stream; called by the one thread that reads. */
    interface Listener {
        /** The server has taken the stream: from now on it may be written to. */
        void accepted(int stream);

        void received(int stream, byte[] data) throws IOException;

        /** Nothing more comes on the stream. */
        void ended(int stream);

        /** Whether anything more is of interest. */
        boolean isListening();
    }

    void open(int stream, String type) throws IOException {
        SpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(stream, 0, (byte) 0);
        frame.headers().set("streamtype", type);
        write(frame);
    }

    void send(int stream, byte[] data, int offset, int length) throws IOException {
        write(new DefaultSpdyDataFrame(stream, Unpooled.wrappedBuffer(data, offset, length)));
    }

    /** Nothing more is sent on the stream. */
    void finish(int stream) throws IOException {
        write(new DefaultSpdyDataFrame(stream).setLast(true));
    }

    private void write(SpdyFrame frame) throws IOException {
        synchronized (encoder) {
            encoder.writeOutbound(frame);
            OutputStream out = peer.output();
            for (ByteBuf next = encoder.readOutbound();
                    next != null;
                    next = encoder.readOutbound()) {
                try {
                    out.write(ByteBufUtil.getBytes(next));
                } finally {
                    next.release();
                }
            }
            out.flush();
        }
    }

    /** Reads until the server closes the connection, or the listener has heard enough. */
    void read(Listener listener) throws IOException {
        InputStream in = peer.input();
        byte[] bytes = new byte[BUFFER_BYTES];
        for (int n = in.read(bytes); n >= 0; n = next(in, bytes, listener)) {
            try {
                decoder.writeInbound(Unpooled.copiedBuffer(bytes, 0, n));
            } catch (CodecException e) {
                throw new IOException("the node does not speak SPDY: " + e.getMessage(), e);
            }
            for (Object frame = decoder.readInbound();
                    frame != null;
                    frame = decoder.readInbound()) {
                try {
                    take(frame, listener);
                } finally {
                    ReferenceCountUtil.release(frame);
                }
            }
        }
    }

    private static int next(InputStream in, byte[] bytes, Listener listener) throws IOException {
        return listener.isListening() ? in.read(bytes) : -1;
    }

    private void take(Object frame, Listener listener) throws IOException {
        switch (frame) {
            case SpdyDataFrame data -> {
                if (data.content().isReadable()) {
                    listener.received(data.streamId(), ByteBufUtil.getBytes(data.content()));
                }
                if (data.isLast()) {
                    listener.ended(data.streamId());
                }
            }
            case SpdySynReplyFrame reply -> listener.accepted(reply.streamId());
            case SpdyRstStreamFrame reset -> listener.ended(reset.streamId());
            case SpdyPingFrame ping -> write(ping);
            default -> {}
        }
    }

    void close() {
        peer.close();
    }
}
