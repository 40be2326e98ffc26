package io.pinisi.cluster.apiserver.connect.socket;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connection to a container carries: numbered in WebSocket messages, named in SPDY, in the
 * order in which clients open them.
 */
public enum Channel {
    ERROR(3, 1),
    STDIN(0, 3),
    STDOUT(1, 5),
    STDERR(2, 7),
    RESIZE(4, 9);

    private final int number;

    /** Streams that clients open have odd numbers. */
    private final int stream;

    Channel(int number, int stream) {
        this.number = number;
        this.stream = stream;
    }

    /**
     * Those of a request: a terminal has no error output of its own, and only a terminal a size.
     *
     * @param asked of the three standard streams
     */
    public static Set<Channel> of(Set<Channel> asked, Terminal terminal) {
        Set<Channel> channels = EnumSet.of(ERROR);
        channels.addAll(asked);
        if (terminal == Terminal.YES) {
            channels.add(RESIZE);
            channels.remove(STDERR);
        }
        return channels;
    }

    /** Whether the process gets a terminal. */
    public enum Terminal {
        YES,
        NO
    }

    int number() {
        return number;
    }

    /** As parameters of requests and streams of nodes are called. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    int stream() {
        return stream;
    }

    static @Nullable Channel numbered(int number) {
        for (Channel channel : values()) {
            if (channel.number == number) {
                return channel;
            }
        }
        return null;
    }

    static @Nullable Channel ofStream(int stream) {
        for (Channel channel : values()) {
            if (channel.stream == stream) {
                return channel;
            }
        }
        return null;
    }
}
