package io.pinisi.cluster.apiserver.connect.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.pinisi.cluster.apiserver.ByteTunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a WebSocket connection (RFC 6455) whose bytes the HTTP engine carries: it
 * writes here what the client sends and reads here what the client is sent.
 */
final class SocketConnection implements ByteTunnel {
    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    /** Of one message; clients in the field send no more than 16 MiB before they wait. */
    private static final int MESSAGE_BYTES = 16 << 20;

    private final Listener listener;
    private final OutgoingBytes outgoing = new OutgoingBytes();
    private final EmbeddedChannel decoder;
    private final EmbeddedChannel encoder;

    /** What becomes of the client's messages; called by the thread that carries its bytes. */
    interface Listener {
        void received(byte[] message) throws IOException;

        /** The client is gone or has been let go. Called once or more. */
        void closed();
    }

    SocketConnection(Listener listener) {
        this.listener = listener;
        WebSocketDecoderConfig config =
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(MESSAGE_BYTES)
                        .expectMaskedFrames(true)
                        .allowMaskMismatch(false)
                        .allowExtensions(false)
                        .closeOnProtocolViolation(false)
                        .withUTF8Validator(false)
                        .build();
        this.decoder =
                new EmbeddedChannel(
                        new WebSocket13FrameDecoder(config),
                        new WebSocketFrameAggregator(MESSAGE_BYTES));
        this.encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
    }

    /** One binary message: the channel's number, and what belongs to the channel. */
    void send(int channel, byte[] data, int length) throws IOException {
        send(Unpooled.wrappedBuffer(new byte[] {(byte) channel}, slice(data, length)));
    }

    /** One binary message. */
    void send(byte[] data, int length) throws IOException {
        send(Unpooled.wrappedBuffer(slice(data, length)));
    }

    private static byte[] slice(byte[] data, int length) {
        return data.length == length ? data : Arrays.copyOf(data, length);
    }

    private void send(ByteBuf message) throws IOException {
        outgoing.put(encoded(new BinaryWebSocketFrame(message)));
    }

    /** Says goodbye after everything that was sent. */
    void end(WebSocketCloseStatus why) {
        try {
            outgoing.put(encoded(new CloseWebSocketFrame(why)));
        } catch (IOException e) {
            log.debug("the client of a stream is gone: {}", e.getMessage());
        }
        outgoing.end();
    }

    private byte[] encoded(WebSocketFrame frame) {
        synchronized (encoder) {
            encoder.writeOutbound(frame);
            ByteBuf all = Unpooled.buffer();
            for (ByteBuf next = encoder.readOutbound();
                    next != null;
                    next = encoder.readOutbound()) {
                all.writeBytes(next);
                next.release();
            }
            return ByteBufUtil.getBytes(all);
        }
    }

    private void decode(byte[] bytes, int offset, int length) throws IOException {
        try {
            decoder.writeInbound(Unpooled.copiedBuffer(bytes, offset, length));
        } catch (CodecException e) {
            end(WebSocketCloseStatus.PROTOCOL_ERROR);
            throw new IOException("not a WebSocket frame: " + e.getMessage(), e);
        }
        for (WebSocketFrame frame = decoder.readInbound();
                frame != null;
                frame = decoder.readInbound()) {
            try {
                take(frame);
            } finally {
                frame.release();
            }
        }
    }

    private void take(WebSocketFrame frame) throws IOException {
        switch (frame) {
            case PingWebSocketFrame ping ->
                    outgoing.put(encoded(new PongWebSocketFrame(ping.content().retain())));
            case PongWebSocketFrame _ -> {}
            case CloseWebSocketFrame _ -> {
                end(WebSocketCloseStatus.NORMAL_CLOSURE);
                listener.closed();
            }
            default -> listener.received(ByteBufUtil.getBytes(frame.content()));
        }
    }

    @Override
    public InputStream input() {
        return outgoing;
    }

    @Override
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                decode(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                decode(bytes, offset, length);
            }
        };
    }

    @Override
    public void close() {
        outgoing.close();
        listener.closed();
    }
}
