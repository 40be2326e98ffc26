package io.pinisi.cluster.apiserver.connect.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.pinisi.cluster.apiserver.ByteTunnel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The client's side of a WebSocket whose server's side is a tunnel. */
final class SocketClient {
    private static final int FRAME_BYTES = 1 << 20;

    private final ByteTunnel server;
    private final EmbeddedChannel encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    private final EmbeddedChannel decoder =
            new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, FRAME_BYTES));

    SocketClient(ByteTunnel server) {
        this.server = server;
    }

    /** What came until the server said goodbye: messages joined by their first byte. */
    record Heard(Map<Integer, byte[]> channels, int closeStatus, int pongs) {}

    void send(byte... message) throws IOException {
        write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    }

    void send(int channel, byte[] data) throws IOException {
        write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {(byte) channel}, data)));
    }

    void ping() throws IOException {
        write(new PingWebSocketFrame());
    }

    void goodbye() throws IOException {
        write(new CloseWebSocketFrame(1000, ""));
    }

    private void write(WebSocketFrame frame) throws IOException {
        encoder.writeOutbound(frame);
        for (ByteBuf next = encoder.readOutbound(); next != null; next = encoder.readOutbound()) {
            server.output().write(ByteBufUtil.getBytes(next));
            next.release();
        }
    }

    Heard hearToTheEnd() throws IOException {
        Map<Integer, ByteArrayOutputStream> channels = new HashMap<>();
        int closeStatus = 0;
        int pongs = 0;
        byte[] bytes = new byte[1000];
        for (int n = server.input().read(bytes); n >= 0; n = server.input().read(bytes)) {
            decoder.writeInbound(Unpooled.copiedBuffer(bytes, 0, n));
            for (WebSocketFrame frame = decoder.readInbound();
                    frame != null;
                    frame = decoder.readInbound()) {
                switch (frame) {
                    case CloseWebSocketFrame close -> closeStatus = close.statusCode();
                    case PongWebSocketFrame _ -> pongs++;
                    default -> {
                        byte[] message = ByteBufUtil.getBytes(frame.content());
                        channels.computeIfAbsent((int) message[0], _ -> new ByteArrayOutputStream())
                                .write(message, 1, message.length - 1);
                    }
                }
                frame.release();
            }
        }
        Map<Integer, byte[]> joined = new HashMap<>();
        channels.forEach((channel, data) -> joined.put(channel, data.toByteArray()));
        return new Heard(joined, closeStatus, pongs);
    }
}
