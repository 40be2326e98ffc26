package io.pinisi.cluster.node.server;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log is wanted, and how.
 *
 * @param tail how many of the last lines
 * @param limit how many bytes at most
 */
record LogRequest(
        boolean follow,
        boolean timestamps,
        OptionalLong tail,
        OptionalLong limit,
        @Nullable Instant since) {

    static LogRequest of(HttpExchange exchange, Instant now) {
        String seconds = exchange.first("sinceSeconds");
        String time = exchange.first("sinceTime");
        Instant since = time.isEmpty() ? null : Instant.parse(time);
        if (!seconds.isEmpty()) {
            since = now.minusSeconds(Long.parseLong(seconds));
        }
        return new LogRequest(
                exchange.flag("follow"),
                exchange.flag("timestamps"),
                number(exchange.first("tailLines")),
                number(exchange.first("limitBytes")),
                since);
    }

    private static OptionalLong number(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }
}
