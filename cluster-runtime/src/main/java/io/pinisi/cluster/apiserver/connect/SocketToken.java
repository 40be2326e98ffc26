package io.pinisi.cluster.apiserver.connect;

import java.util.ArrayList;
import java.util.List;

/** A browser's token travels as a WebSocket protocol; it is ours to read and nobody else's. */
final class SocketToken {
    private static final String HEADER = "sec-websocket-protocol";
    private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";

    private SocketToken() {}

    /** The value of a header as it may be passed on. */
    static String removed(String lowerCaseName, String value) {
        if (!lowerCaseName.equals(HEADER)) {
            return value;
        }
        List<String> kept = new ArrayList<>();
        for (String protocol : value.split(",")) {
            if (!protocol.strip().startsWith(PREFIX)) {
                kept.add(protocol.strip());
            }
        }
        return String.join(", ", kept);
    }
}
