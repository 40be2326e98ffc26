package io.pinisi.cluster.apiserver.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.metrics.Measured.Usage;
import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSamplesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long MILLI = 1_000_000;

    private static Sample sample(int second, String... containers) {
        return Sample.of(
                Json.parse(
                        ("{\"pods\":[" + String.join(",", containers) + "]}")
                                .getBytes(StandardCharsets.UTF_8)),
                START.plusSeconds(second),
                100);
    }

    private static String used(String pod, String container, int second, long milliSeconds) {
        return """
        {"podRef":{"uid":"%s"},"containers":[{"name":"%s",
         "cpu":{"time":"%s","usageCoreNanoSeconds":%d},
         "memory":{"time":"%s","workingSetBytes":1048576}}]}\
        """
                .formatted(
                        pod,
                        container,
                        START.plusSeconds(second),
                        milliSeconds * MILLI,
                        START.plusSeconds(second));
    }

    @Test
    void oneSampleIsNoRate() {
        NodeSamples samples = new NodeSamples(null, sample(0, used("p", "a", 0, 5)));
        assertFalse(samples.isComplete());
        assertTrue(samples.pod("p").isEmpty());
        assertTrue(samples.node().isEmpty());
    }

    @Test
    void twoCountsAreARate() {
        NodeSamples samples =
                new NodeSamples(
                        sample(0, used("p", "a", 0, 0), used("p", "b", 0, 0)),
                        sample(10, used("p", "a", 10, 2500), used("p", "b", 10, 500)));
        Measured pod = samples.pod("p").orElseThrow();
        assertEquals(
                Map.of("a", new Usage(250 * MILLI, 1 << 20), "b", new Usage(50 * MILLI, 1 << 20)),
                pod.containers());
        assertEquals("10s", pod.windowText());
        assertEquals(START.plusSeconds(10), pod.at());
        Usage node = samples.node().orElseThrow().total();
        assertEquals("{\"cpu\":\"300m\",\"memory\":\"2Mi\"}", node.tree().toString());
    }

    @Test
    void aPodIsNotToldOfInPart() {
        NodeSamples samples =
                new NodeSamples(
                        sample(0, used("p", "a", 0, 0)),
                        sample(10, used("p", "a", 10, 100), used("p", "new", 10, 1)));
        assertTrue(samples.pod("p").isEmpty());
        assertEquals(10 * MILLI, samples.node().orElseThrow().total().cpuNanos());
    }

    @Test
    void aCountThatFellBeginsAnew() {
        NodeSamples restarted =
                new NodeSamples(
                        sample(0, used("p", "a", 0, 900)), sample(10, used("p", "a", 10, 5)));
        assertTrue(restarted.pod("p").isEmpty());
        NodeSamples later = restarted.next(sample(20, used("p", "a", 20, 105)));
        assertEquals(10 * MILLI, later.pod("p").orElseThrow().total().cpuNanos());
    }

    @Test
    void ofTwoAttemptsTheLaterIsMeantAndTheUncountedIsNot() {
        Sample sample =
                sample(
                        20,
                        used("p", "a", 20, 7),
                        used("p", "a", 3, 900),
                        "{\"podRef\":{\"uid\":\"q\"},\"containers\":[{\"name\":\"ended\","
                                + "\"cpu\":{\"time\":\"1970-01-01T00:00:00Z\"}}]}",
                        "{\"podRef\":{\"uid\":\"r\"},\"containers\":[{\"name\":\"odd\","
                                + "\"cpu\":{\"time\":\"yesterday\"}}]}");
        assertEquals(1, sample.counters().size());
        assertEquals(7 * MILLI, sample.counters().values().iterator().next().cpuNanos());
    }

    @Test
    void aLongWindowIsWrittenAsGoWritesIt() {
        NodeSamples samples = new NodeSamples(sample(0), sample(65));
        assertEquals("1m5s", samples.node().orElseThrow().windowText());
    }
}
