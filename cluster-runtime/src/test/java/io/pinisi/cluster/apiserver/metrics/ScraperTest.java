package io.pinisi.cluster.apiserver.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScraperTest {
    private static final ScrapeLimits LIMITS =
            new ScrapeLimits(
                    Duration.ofMillis(5),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(1),
                    1 << 20,
                    Duration.ofSeconds(60),
                    2,
                    10);

    private final ManualClock clock = new ManualClock();
    private final UsageCache cache = new UsageCache(clock, LIMITS);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger stuckCalls = new AtomicInteger();
    private final AtomicInteger wellCalls = new AtomicInteger();

    private JsonNode ask(String node) {
        if (node.equals("stuck")) {
            stuckCalls.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw ApiException.badRequest("interrupted");
        }
        wellCalls.incrementAndGet();
        return Json.object();
    }

    @Test
    void aNodeThatDoesNotAnswerDelaysNobody() {
        try (Scraper _ =
                Scraper.start(() -> List.of("stuck", "well"), this::ask, cache, clock, LIMITS)) {
            Await.until(
                    "two samples of the other, while the first hangs",
                    () -> cache.node("well").isPresent() && stuckCalls.get() > 0);
            assertEquals(1, stuckCalls.get());
            assertTrue(cache.node("stuck").isEmpty());
        }
    }

    @Test
    void aNodeIsAskedAgainWhenItsTimeHasCome() {
        try (Scraper _ = Scraper.start(() -> List.of("well"), this::ask, cache, clock, LIMITS)) {
            Await.until("a rate", () -> cache.node("well").isPresent());
            assertEquals(2, wellCalls.get());
            clock.advance(Duration.ofSeconds(15));
            Await.until("a third sample", () -> wellCalls.get() == 3);
        }
    }

    @Test
    void aNodeThatIsGoneIsForgottenAndTooManyAreNotAsked() {
        AtomicReference<List<String>> roster =
                new AtomicReference<>(List.of("well", "other", "third"));
        try (Scraper _ = Scraper.start(roster::get, this::ask, cache, clock, LIMITS)) {
            Await.until(
                    "two nodes",
                    () -> cache.node("well").isPresent() && cache.node("other").isPresent());
            assertTrue(cache.node("third").isEmpty());
            roster.set(List.of("third"));
            Await.until("the third", () -> cache.node("third").isPresent());
            assertTrue(cache.node("well").isEmpty());
        }
    }

    @Test
    void oldSamplesAreNotAnsweredFrom() {
        cache.add("n", new Sample(clock.instant(), Map.of()));
        cache.add("n", new Sample(clock.instant(), Map.of()));
        assertTrue(cache.node("n").isPresent());
        clock.advance(Duration.ofSeconds(61));
        assertTrue(cache.node("n").isEmpty());
    }
}
