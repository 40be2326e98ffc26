package io.pinisi.cluster.ingress.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BalancerTest {
    private static final GatewayLimits LIMITS =
            new GatewayLimits(
                    100,
                    2,
                    8192,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    3,
                    Duration.ofSeconds(5),
                    Duration.ZERO);
    private static final Target HEAVY = new Target("a", "10.0.0.1", 80, 3, 0);
    private static final Target LIGHT = new Target("b", "10.0.0.2", 80, 1, 0);
    private static final Target FAR = new Target("c", "10.0.0.3", 80, 9, 1);

    private Instant now = Instant.EPOCH;
    private final Balancer balancer = new Balancer(LIMITS, () -> now);

    private Target once(Pool pool) {
        Target target = balancer.take(pool, Set.of()).orElseThrow();
        balancer.release(target);
        return target;
    }

    @Test
    void sharesFollowTheWeightsExactlyAndSmoothly() {
        Pool pool = Pool.of("p", List.of(HEAVY, LIGHT));
        Map<Target, Integer> counts = new HashMap<>();
        int inARow = 0;
        for (int i = 0; i < 400; i++) {
            Target target = once(pool);
            counts.merge(target, 1, Integer::sum);
            inARow = target.equals(HEAVY) ? inARow + 1 : 0;
            assertTrue(inARow <= 3, "the light one waits too long");
        }
        assertEquals(Map.of(HEAVY, 300, LIGHT, 100), counts);
    }

    @Test
    void aFartherTierServesOnlyWhileTheNearOneCannot() {
        Pool pool = Pool.of("p", List.of(FAR, LIGHT));
        assertEquals(LIGHT, once(pool));
        balancer.failed(LIGHT);
        assertEquals(FAR, once(pool));
        now = now.plus(LIMITS.rest());
        assertEquals(LIGHT, once(pool));
    }

    @Test
    void aFullTargetSpillsOverAndOneThatRestsIsBetterThanNone() {
        Pool pool = Pool.of("p", List.of(FAR, LIGHT));
        assertEquals(LIGHT, balancer.take(pool, Set.of()).orElseThrow());
        assertEquals(LIGHT, balancer.take(pool, Set.of()).orElseThrow());
        assertEquals(FAR, balancer.take(pool, Set.of()).orElseThrow());
        balancer.release(LIGHT);
        assertEquals(LIGHT, balancer.take(pool, Set.of()).orElseThrow());
        balancer.release(LIGHT);
        balancer.failed(LIGHT);
        balancer.failed(FAR);
        assertEquals(LIGHT, balancer.take(pool, Set.of()).orElseThrow());
    }

    @Test
    void whatWasTriedOrIsFullIsNotOffered() {
        Pool pool = Pool.of("p", List.of(LIGHT));
        assertTrue(balancer.take(pool, Set.of(LIGHT)).isEmpty());
        balancer.take(pool, Set.of());
        balancer.take(pool, Set.of());
        assertTrue(balancer.take(pool, Set.of()).isEmpty());
    }
}
