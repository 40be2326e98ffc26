package io.pinisi.cluster.apiserver.connect.socket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.pinisi.cluster.apiserver.ByteTunnel;
import io.pinisi.cluster.apiserver.StatusObject;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Exec and attach in the form {@code v5.channel.k8s.io}: each message begins with the number of its
 * channel, and the number 255 followed by a channel's says that this one is closed. How it ended is
 * told as a Status on the error channel, the last message of all.
 */
final class ChannelTranslation implements SocketConnection.Listener, SpdyStreams.Listener {
    private static final Logger log = LoggerFactory.getLogger(ChannelTranslation.class);
    private static final int CLOSE = 255;

    /** How long a node may take to accept the streams, as long as the original waits. */
    private static final Duration ACCEPT_LIMIT = Duration.ofSeconds(30);

    private static final int STATUS_BYTES = 1 << 20;

    private final Set<Channel> channels;
    private final SpdyStreams node;
    private final SocketConnection client;
    private final CountDownLatch accepted;
    private final ByteArrayOutputStream status = new ByteArrayOutputStream();

    /** What still comes from the node; of the one thread that reads it. */
    private final Set<Channel> open;

    /** The node has told how it ended; of the one thread that reads it. */
    private boolean told;

    private ChannelTranslation(Set<Channel> channels, ByteTunnel node) {
        this.channels = EnumSet.copyOf(channels);
        this.node = new SpdyStreams(node);
        this.client = new SocketConnection(this);
        this.accepted = new CountDownLatch(channels.size());
        this.open = EnumSet.copyOf(channels);
        open.remove(Channel.STDIN);
        open.remove(Channel.RESIZE);
    }

    /** The client's connection, from now on carried to {@code node} and back. */
    static ByteTunnel start(Set<Channel> channels, ByteTunnel node) {
        ChannelTranslation translation = new ChannelTranslation(channels, node);
        Thread.ofVirtual().name("stream translation").start(translation::run);
        return translation.client;
    }

    /** A connection over which the client learns only why there is none. */
    static ByteTunnel refused(ApiException why) {
        SocketConnection client =
                new SocketConnection(
                        new SocketConnection.Listener() {
                            @Override
                            public void received(byte[] message) {}

                            @Override
                            public void closed() {}
                        });
        end(client, Json.bytes(StatusObject.of(why)));
        return client;
    }

    private void run() {
        try {
            greet();
            for (Channel channel : channels) {
                node.open(channel.stream(), channel.type());
            }
            node.read(this);
        } catch (IOException e) {
            log.debug("the stream of a node ended: {}", e.getMessage());
        } finally {
            node.close();
            end(client, verdict());
        }
    }

    /** An empty message tells the client that it is connected, as the original does it. */
    private void greet() throws IOException {
        Channel first =
                channels.contains(Channel.STDOUT)
                        ? Channel.STDOUT
                        : channels.contains(Channel.STDERR) ? Channel.STDERR : Channel.ERROR;
        client.send(first.number(), new byte[0], 0);
    }

    private byte[] verdict() {
        if (!told) {
            return Json.bytes(
                    StatusObject.of(
                            new ApiException(
                                    Reason.INTERNAL_ERROR,
                                    "Internal error occurred: the connection to the node was lost"
                                            + " before it told how the command ended")));
        }
        if (status.size() > 0) {
            return status.toByteArray();
        }
        ObjectNode success = Json.object();
        success.putObject("metadata");
        return Json.bytes(success.put("status", "Success"));
    }

    private static void end(SocketConnection client, byte[] status) {
        try {
            client.send(Channel.ERROR.number(), status, status.length);
        } catch (IOException e) {
            log.debug("the client of a stream is gone: {}", e.getMessage());
        }
        client.end(WebSocketCloseStatus.NORMAL_CLOSURE);
    }

    @Override
    public void received(byte[] message) throws IOException {
        if (message.length == 0) {
            return;
        }
        int number = message[0] & 0xff;
        if (number == CLOSE) {
            close(message);
            return;
        }
        Channel channel = Channel.numbered(number);
        if (channel != null && isFromClient(channel)) {
            awaitAccepted();
            node.send(channel.stream(), message, 1, message.length - 1);
        }
    }

    private void close(byte[] message) throws IOException {
        Channel channel = message.length < 2 ? null : Channel.numbered(message[1] & 0xff);
        if (channel != null && isFromClient(channel)) {
            awaitAccepted();
            node.finish(channel.stream());
        }
    }

    private boolean isFromClient(Channel channel) {
        return (channel == Channel.STDIN || channel == Channel.RESIZE)
                && channels.contains(channel);
    }

    /** Servers drop what comes on a stream before they have accepted it. */
    private void awaitAccepted() throws IOException {
        try {
            if (!accepted.await(ACCEPT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                node.close();
                throw new IOException("the node does not accept the streams");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void closed() {
        node.close();
    }

    @Override
    public void accepted(int stream) {
        accepted.countDown();
    }

    @Override
    public void received(int stream, byte[] data) throws IOException {
        switch (Channel.ofStream(stream)) {
            case STDOUT -> client.send(Channel.STDOUT.number(), data, data.length);
            case STDERR -> client.send(Channel.STDERR.number(), data, data.length);
            case ERROR -> keep(data);
            case null, default -> log.debug("a node sent on stream {}", stream);
        }
    }

    private void keep(byte[] data) throws IOException {
        if (status.size() + data.length > STATUS_BYTES) {
            throw new IOException("the node's status is too long");
        }
        status.write(data);
    }

    @Override
    public void ended(int stream) {
        Channel channel = Channel.ofStream(stream);
        if (channel != null) {
            open.remove(channel);
            told |= channel == Channel.ERROR;
        }
    }

    @Override
    public boolean isListening() {
        return !open.isEmpty();
    }
}
