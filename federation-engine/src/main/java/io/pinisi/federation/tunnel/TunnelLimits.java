package io.pinisi.federation.tunnel;

import java.time.Duration;

/**
 * How much one connection may hold.
 *
 * @param streams open at a time
 * @param window bytes under way to a reader, for each stream
 * @param ping how often each end says that it is alive
 * @param silence after which the other end counts as gone
 */
public record TunnelLimits(int streams, int window, Duration ping, Duration silence) {
    public static final TunnelLimits DEFAULT =
            new TunnelLimits(1024, 256 << 10, Duration.ofSeconds(5), Duration.ofSeconds(20));

    public TunnelLimits {
        if (window < Frame.PAYLOAD_MAX || silence.compareTo(ping) <= 0) {
            throw new IllegalArgumentException(
                    "a window holds a frame, and silence outlasts pings");
        }
    }
}
