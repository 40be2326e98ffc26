package io.pinisi.cluster.client.informer;

import java.time.Duration;

/**
 * How an informer behaves toward its server.
 *
 * @param pageSize objects per page of the list
 * @param watchTimeout after which the server ends a watch and the informer opens the next
 * @param firstRetry wait after the first failure; doubled up to {@code lastRetry}
 */
public record InformerLimits(
        int pageSize, Duration watchTimeout, Duration firstRetry, Duration lastRetry) {
    public static final InformerLimits STANDARD =
            new InformerLimits(
                    500, Duration.ofMinutes(8), Duration.ofMillis(50), Duration.ofSeconds(5));
}
