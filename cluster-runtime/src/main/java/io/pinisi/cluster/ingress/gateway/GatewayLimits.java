package io.pinisi.cluster.ingress.gateway;

import java.time.Duration;

/**
 * What a gateway may take up.
 *
 * @param requests in work at once, upgraded connections included
 * @param perTarget of those, how many one target is given
 * @param headerBytes of a request's head
 * @param connect how long a target may take to accept
 * @param silence how long target or client may say nothing within a request
 * @param attempts how many targets one request is offered to
 * @param rest for how long a target that could not be reached gets nothing while others can
 * @param drain how long requests may go on when the gateway stops
 */
public record GatewayLimits(
        int requests,
        int perTarget,
        int headerBytes,
        Duration connect,
        Duration silence,
        int attempts,
        Duration rest,
        Duration drain) {
    public static final GatewayLimits STANDARD =
            new GatewayLimits(
                    4096,
                    512,
                    32 * 1024,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    3,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));
}
