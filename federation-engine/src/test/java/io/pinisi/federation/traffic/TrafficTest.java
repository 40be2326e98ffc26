package io.pinisi.federation.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.traffic.TrafficReport.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class TrafficTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Template WEB =
            new Template(GroupVersionKind.of("v1", "ConfigMap"), ObjectKey.of("shop", "web"));

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Beginnings beginnings = new Beginnings(now::get);
    private final Traffic traffic = new Traffic("bali", beginnings, now::get);

    @Test
    void aWriteIsMeasuredFromTheChangeOnTheHub() {
        beginnings.changed(WEB, null, object("a"));
        pass(Duration.ofSeconds(3));
        traffic.waits(WEB);
        pass(Duration.ofSeconds(1));
        write("h1");
        pass(Duration.ofSeconds(2));
        traffic.seen(WEB, "h1");
        assertTook(4, traffic.report().applied().half());
        assertTook(6, traffic.report().visible().half());
        assertEquals(1, traffic.report().writes());
    }

    @Test
    void aWriteThatFollowsFromSomethingElseIsMeasuredFromItsWaiting() {
        beginnings.changed(WEB, null, object("a"));
        traffic.waits(WEB);
        write("h1");
        pass(Duration.ofMinutes(30));
        traffic.waits(WEB);
        pass(Duration.ofSeconds(1));
        write("h2");
        assertTook(1, traffic.report().applied().half());
    }

    @Test
    void aStatusIsNoChangeAndContentIs() {
        ObjectNode before = object("a");
        beginnings.changed(WEB, null, before);
        pass(Duration.ofSeconds(5));
        ObjectNode reported = before.deepCopy();
        reported.putObject("status").put("ready", 1);
        beginnings.changed(WEB, before, reported);
        assertEquals(Optional.of(START), beginnings.of(WEB));
        beginnings.changed(WEB, reported, object("b"));
        assertEquals(Optional.of(now.get()), beginnings.of(WEB));
        beginnings.changed(WEB, object("b"), null);
        assertEquals(Optional.empty(), beginnings.of(WEB));
    }

    @Test
    void whatIsPutOffHasWaitedAllTheWhile() {
        traffic.waits(WEB);
        pass(Duration.ofSeconds(10));
        traffic.taken(WEB);
        assertEquals(0, traffic.report().waiting());
        assertEquals(1, traffic.report().inHand());
        traffic.waits(WEB);
        traffic.postponed(WEB);
        assertEquals(Optional.of(new Waiting(WEB, START)), traffic.report().oldest());
        traffic.taken(WEB);
        traffic.settled(WEB);
        assertEquals(Optional.empty(), traffic.report().oldest());
        assertEquals(0, traffic.report().inHand());
    }

    @Test
    void theMembersWordMayComeBeforeItsAnswer() {
        traffic.waits(WEB);
        traffic.taken(WEB);
        traffic.writes(WEB, "h1");
        pass(Duration.ofSeconds(1));
        traffic.seen(WEB, "h0");
        assertEquals(Optional.empty(), traffic.report().visible().half());
        traffic.seen(WEB, "h1");
        traffic.written(WEB, "h1");
        assertTook(1, traffic.report().visible().half());
        assertTook(1, traffic.report().applied().half());
    }

    @Test
    void theLastFailureIsKeptWithItsWords() {
        traffic.failed(WEB, "first");
        traffic.failed(WEB, "second");
        assertEquals(2, traffic.report().failures());
        assertEquals(Optional.of(new Trouble(WEB, "second", START)), traffic.report().trouble());
    }

    @Test
    void prometheusReadsEveryMember() {
        traffic.waits(WEB);
        pass(Duration.ofSeconds(2));
        String text = TrafficText.of(List.of(traffic), now.get());
        assertTrue(text.contains("pinisi_propagation_waiting{cluster=\"bali\"} 1\n"), text);
        assertTrue(
                text.contains("pinisi_propagation_oldest_waiting_seconds{cluster=\"bali\"} 2\n"),
                text);
        write("h1");
        text = TrafficText.of(List.of(traffic), now.get());
        assertTrue(
                text.contains(
                        "pinisi_propagation_applied_seconds_bucket{cluster=\"bali\",le=\"2.0\"} 1"),
                text);
        assertTrue(
                text.contains("pinisi_propagation_applied_seconds_count{cluster=\"bali\"} 1\n"),
                text);
    }

    private void write(String hash) {
        traffic.taken(WEB);
        traffic.writes(WEB, hash);
        traffic.written(WEB, hash);
        traffic.upToDate(WEB);
        traffic.settled(WEB);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private static ObjectNode object(String value) {
        return Yaml.parse(
                        "{apiVersion: v1, kind: ConfigMap, metadata: {name: web, uid: u},"
                                + " data: {a: "
                                + value
                                + "}}")
                .getFirst();
    }

    /** Within the bucket that ends or begins there. */
    private static void assertTook(long seconds, Optional<Duration> found) {
        Histogram expected = new Histogram();
        expected.record(Duration.ofSeconds(seconds), START);
        assertEquals(expected.quantile(0.5, START), found);
    }
}
