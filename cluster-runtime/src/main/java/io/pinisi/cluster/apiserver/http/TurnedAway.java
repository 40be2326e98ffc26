package io.pinisi.cluster.apiserver.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Told of what never became a request: heads that are malformed, too long or too slow. */
@FunctionalInterface
public interface TurnedAway {
    void tell(String source, String why);

    /** The peer's address as records have it. */
    static String source(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }
}
