package io.pinisi.cluster.apiserver.connect.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.pinisi.cluster.apiserver.ByteTunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The node's side of a SPDY connection, in memory: what comes on {@code stdin} goes back on {@code
 * stdout}, and when it ends the Status given is told on {@code error} and every stream ended.
 */
final class FakeStreamServer implements ByteTunnel {
    private final String status;
    private final OutgoingBytes toClient = new OutgoingBytes();
    private final EmbeddedChannel codec = new EmbeddedChannel(codec());
    private final EmbeddedChannel writer = new EmbeddedChannel(codec());
    private final Map<String, Integer> streams = new HashMap<>();
    private final List<String> sizes = new CopyOnWriteArrayList<>();

    FakeStreamServer(String status) {
        this.status = status;
    }

    private static SpdyFrameCodec codec() {
        return new SpdyFrameCodec(SpdyVersion.SPDY_3_1);
    }

    /** What came on the stream of sizes. */
    List<String> sizes() {
        return sizes;
    }

    @Override
    public InputStream input() {
        return toClient;
    }

    @Override
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                take(Unpooled.copiedBuffer(bytes, offset, length));
            }
        };
    }

    private synchronized void take(ByteBuf bytes) throws IOException {
        codec.writeInbound(bytes);
        for (Object frame = codec.readInbound(); frame != null; frame = codec.readInbound()) {
            switch (frame) {
                case SpdySynStreamFrame opened -> {
                    streams.put(opened.headers().get("streamtype").toString(), opened.streamId());
                    say(new DefaultSpdySynReplyFrame(opened.streamId()));
                }
                case SpdyDataFrame data -> {
                    take(data);
                    data.release();
                }
                default -> throw new AssertionError(frame);
            }
        }
    }

    private void take(SpdyDataFrame data) throws IOException {
        byte[] bytes = ByteBufUtil.getBytes(data.content());
        if (data.streamId() == stream("resize")) {
            sizes.add(new String(bytes, StandardCharsets.UTF_8));
            return;
        }
        int out = stream("stdout");
        if (bytes.length > 0) {
            say(new DefaultSpdyDataFrame(out, Unpooled.wrappedBuffer(bytes)));
        }
        if (data.isLast()) {
            int error = stream("error");
            byte[] told = status.getBytes(StandardCharsets.UTF_8);
            say(new DefaultSpdyDataFrame(error, Unpooled.wrappedBuffer(told)));
            for (String type : List.of("stdout", "stderr", "error")) {
                if (streams.containsKey(type)) {
                    say(new DefaultSpdyDataFrame(stream(type)).setLast(true));
                }
            }
        }
    }

    private int stream(String type) {
        return streams.getOrDefault(type, 0);
    }

    private void say(SpdyFrame frame) throws IOException {
        writer.writeOutbound(frame);
        for (ByteBuf next = writer.readOutbound(); next != null; next = writer.readOutbound()) {
            toClient.put(ByteBufUtil.getBytes(next));
            next.release();
        }
    }

    @Override
    public void close() {
        toClient.end();
    }
}
