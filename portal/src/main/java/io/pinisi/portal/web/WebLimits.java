package io.pinisi.portal.web;

import io.pinisi.cluster.apiserver.http.BodyPace;
import java.time.Duration;

/**
 * What the portal's server bears from one connection and from all of them.
 *
 * @param headerBytesMax longest head of a request
 * @param connectionsMax open at once; others wait to be accepted
 * @param idleMax how long nothing may come on a connection
 * @param headersMax how long the head of one request may take, up to twice that
 * @param bodyBytesMax longest body of a request; what pages take up they bound more tightly
 */
public record WebLimits(
        int headerBytesMax,
        int connectionsMax,
        Duration idleMax,
        Duration headersMax,
        int bodyBytesMax,
        BodyPace pace) {
    public static final WebLimits STANDARD =
            new WebLimits(
                    16 * 1024,
                    2000,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    16 * 1024 * 1024,
                    BodyPace.USUAL);
}
