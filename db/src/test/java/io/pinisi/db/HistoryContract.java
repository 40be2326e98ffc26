package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.history.FollowedElsewhereException;
import io.pinisi.db.history.ForgottenException;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryChange;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.db.history.HistoryScope;
import io.pinisi.db.history.HistoryState;
import io.pinisi.db.history.LegalHold;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a history promises; run against each database. */
@Timeout(300)
abstract class HistoryContract {
    private static final String HUB = "hub";
    private static final HistoryKey WEB = new HistoryKey("deployments.apps", "shop", "web");
    private static final HistoryKey CART = new HistoryKey("services", "shop", "cart");
    private static final HistoryKey NODE = new HistoryKey("nodes", "", "one");
    private static final HistoryLimits LIMITS =
            new HistoryLimits(3, 2, 10_000, 100, 2, 2 * 1024 * 1024, 2, 64);

    private History history;
    private long position;

    abstract DatabaseOptions options();

    @BeforeEach
    void open() {
        history = HistoryDatabase.open(options(), LIMITS);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private static Instant second(long second) {
        return Instant.ofEpochSecond(1_000_000 + second);
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(@Nullable HistoryState state) {
        byte[] body = state == null ? null : state.body();
        return body == null ? null : new String(body, StandardCharsets.UTF_8);
    }

    private static HistoryEntry entry(
            HistoryKey key, long revision, Instant at, @Nullable String body) {
        return new HistoryEntry(key, revision, at, "ann", "r" + revision, bytes(body));
    }

    private void tell(HistoryKey key, long second, @Nullable String body) {
        append(List.of(entry(key, position + 1, second(second), body)));
    }

    private void append(List<HistoryEntry> entries) {
        history.append(HUB, position, position + entries.size(), entries);
        position += entries.size();
    }

    private List<String> at(HistoryScope scope, long second) {
        return history.at(scope, second(second), null, 100).stream()
                .map(state -> state.key() + "=" + text(state))
                .toList();
    }

    private static HistoryScope all() {
        return HistoryScope.of(HUB);
    }

    @Test
    void aMomentShowsWhatWasThere() {
        tell(WEB, 10, "one");
        tell(CART, 15, "cart");
        tell(WEB, 20, "two");
        tell(WEB, 30, null);
        tell(WEB, 40, "three");
        assertEquals(List.of(), at(all(), 9));
        assertEquals(List.of("deployments.apps shop/web=one"), at(all(), 10));
        assertEquals(
                List.of("deployments.apps shop/web=one", "services shop/cart=cart"), at(all(), 19));
        assertEquals(
                List.of("deployments.apps shop/web=two", "services shop/cart=cart"), at(all(), 20));
        assertEquals(List.of("services shop/cart=cart"), at(all(), 30));
        assertEquals(
                List.of("deployments.apps shop/web=three"),
                at(all().resource("deployments.apps"), 99));
        assertEquals(List.of(), at(all().namespace("other"), 99));
    }

    @Test
    void aStayIsFromWhenAnObjectWasThereFirstToWhenItWasThereLast() {
        tell(WEB, 10, "one");
        tell(CART, 12, "cart");
        tell(CART, 14, null);
        tell(NODE, 15, "node");
        tell(WEB, 20, "two");
        tell(WEB, 30, null);
        assertEquals(
                List.of(
                        "deployments.apps shop/web 13-25",
                        "nodes one 15-25",
                        "services shop/cart 13-14"),
                stays(13, 25));
        assertEquals(List.of("deployments.apps shop/web 25-30", "nodes one 25-40"), stays(25, 40));
        assertEquals(
                List.of("deployments.apps shop/web 10-13", "services shop/cart 12-13"),
                stays(1, 13));
        assertEquals(List.of("nodes one 31-40"), stays(31, 40));
    }

    private List<String> stays(long from, long until) {
        return history.stays(all(), second(from), second(until), null, 10).stream()
                .map(
                        stay ->
                                stay.key()
                                        + " "
                                        + (stay.from().getEpochSecond() - 1_000_000)
                                        + "-"
                                        + (stay.until().getEpochSecond() - 1_000_000))
                .toList();
    }

    @Test
    void aTimelineTellsWhoMadeWhichStateAndHowLongItHeld() {
        tell(WEB, 10, "one");
        tell(WEB, 20, "two");
        tell(WEB, 30, null);
        List<HistoryState> states = history.timeline(HUB, WEB, Long.MAX_VALUE, 10);
        assertEquals(
                Arrays.asList(null, "two", "one"),
                states.stream().map(HistoryContract::text).toList());
        assertEquals(second(10), states.get(2).from());
        assertEquals(second(20), states.get(2).until());
        assertEquals(second(30), states.get(1).until());
        assertNull(states.getFirst().until());
        assertEquals("ann", states.getFirst().actor());
        assertEquals("r2", states.get(1).requestId());
        assertEquals(2, states.get(1).revision());
        List<HistoryState> older = history.timeline(HUB, WEB, states.get(1).id(), 10);
        assertEquals(List.of("one"), older.stream().map(HistoryContract::text).toList());
    }

    @Test
    void whatDoesNotChangeMakesNoState() {
        tell(WEB, 10, "one");
        tell(WEB, 20, "one");
        reopen();
        tell(WEB, 30, "one");
        assertEquals(1, history.timeline(HUB, WEB, Long.MAX_VALUE, 10).size());
        assertEquals("one", text(history.atRevision(HUB, WEB, 2).orElseThrow()));
    }

    @Test
    void betweenTwoMomentsThereIsWhatWasWritten() {
        tell(WEB, 10, "one");
        tell(CART, 10, "cart");
        tell(NODE, 25, "node");
        tell(WEB, 30, "two");
        tell(CART, 40, null);
        List<HistoryChange> changes = history.between(all(), second(20), second(40), null, 10);
        assertEquals(List.of(WEB, NODE, CART), changes.stream().map(HistoryChange::key).toList());
        assertEquals("one", text(changes.get(0).before()));
        assertEquals("two", text(changes.get(0).after()));
        assertNull(changes.get(1).before());
        assertEquals("node", text(changes.get(1).after()));
        assertEquals("cart", text(changes.get(2).before()));
        assertNull(changes.get(2).after());
        assertEquals(
                List.of(CART),
                history.between(all(), second(20), second(40), NODE, 10).stream()
                        .map(HistoryChange::key)
                        .toList());
    }

    @Test
    void pagesFollowEachOtherWithoutGap() {
        List<HistoryKey> keys = new ArrayList<>();
        for (String namespace : List.of("", "a", "b")) {
            for (String resource : List.of("pods", "services")) {
                for (int i = 0; i < 3; i++) {
                    HistoryKey key = new HistoryKey(resource, namespace, "n" + i);
                    keys.add(key);
                    tell(key, 10, "x");
                }
            }
        }
        List<HistoryKey> read = new ArrayList<>();
        HistoryKey after = null;
        while (true) {
            List<HistoryState> page = history.at(all(), second(10), after, 4);
            if (page.isEmpty()) {
                break;
            }
            page.forEach(state -> read.add(state.key()));
            after = read.getLast();
        }
        assertEquals(keys.stream().sorted().toList(), read);
    }

    @Test
    void everyStateComesBackWhateverWasRememberedOrForgotten() {
        Random random = new Random(7);
        Map<HistoryKey, List<byte[]>> written = new TreeMap<>();
        long second = 0;
        for (int round = 0; round < 60; round++) {
            if (round % 20 == 19) {
                reopen();
            }
            HistoryKey key = new HistoryKey("pods", "shop", "p" + random.nextInt(4));
            byte[] body = body(random, round);
            history.append(
                    HUB,
                    position,
                    position + 1,
                    List.of(new HistoryEntry(key, position + 1, second(second++), "a", "", body)));
            position++;
            written.computeIfAbsent(key, _ -> new ArrayList<>()).add(body);
        }
        written.forEach(
                (key, bodies) -> {
                    List<HistoryState> states = history.timeline(HUB, key, Long.MAX_VALUE, 100);
                    assertEquals(bodies.size(), states.size());
                    for (int i = 0; i < bodies.size(); i++) {
                        assertArrayEquals(bodies.get(bodies.size() - 1 - i), states.get(i).body());
                    }
                });
    }

    /** Mostly alike, sometimes incompressible and longer than one column. */
    private static byte[] body(Random random, int round) {
        if (round % 25 == 24) {
            byte[] noise = new byte[1_500_000];
            random.nextBytes(noise);
            return noise;
        }
        String text = "{\"replicas\":" + round + ",\"image\":\"" + "nginx".repeat(500) + "\"}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBatchIsTakenWholeOrNotAtAll() {
        append(
                List.of(
                        entry(WEB, 1, second(1), "one"),
                        entry(CART, 2, second(2), "cart"),
                        entry(WEB, 3, second(3), "two"),
                        entry(WEB, 4, second(4), null)));
        assertEquals(4, history.position(HUB));
        assertEquals(List.of("services shop/cart=cart"), at(all(), 4));
        assertEquals(3, history.timeline(HUB, WEB, Long.MAX_VALUE, 10).size());
        assertThrows(
                FollowedElsewhereException.class,
                () -> history.append(HUB, 2, 5, List.of(entry(WEB, 5, second(5), "late"))));
        assertEquals(List.of("services shop/cart=cart"), at(all(), 9));
        tell(WEB, 6, "three");
        assertEquals("three", text(history.atRevision(HUB, WEB, 5).orElseThrow()));
        assertEquals(5, history.securePosition(HUB));
    }

    @Test
    void timeNeverRunsBackwardsWithinAnObject() {
        tell(WEB, 20, "one");
        tell(WEB, 10, "two");
        assertEquals(List.of("deployments.apps shop/web=two"), at(all(), 20));
        assertEquals(List.of(), at(all(), 19));
    }

    @Test
    void sourcesAreApart() {
        tell(WEB, 10, "desired");
        history.append("bali", 0, 0, List.of(entry(WEB, 0, second(11), "observed")));
        assertEquals(List.of("bali", HUB), history.sources());
        assertEquals(List.of("deployments.apps shop/web=desired"), at(all(), 20));
        assertEquals(
                List.of("deployments.apps shop/web=observed"), at(HistoryScope.of("bali"), 20));
    }

    @Test
    void whatEndedBeforeTheHorizonIsForgottenAndNothingElse() {
        for (int i = 0; i < 10; i++) {
            tell(WEB, i, "state " + i + " " + "x".repeat(500));
        }
        tell(CART, 2, "cart");
        tell(CART, 3, null);
        tell(NODE, 1, "node");
        // six states of web have ended, but one of them is the keyframe of a later one
        assertEquals(0, history.forget(second(6), Set.of("")), "held elsewhere");
        assertEquals(5 + 2, history.forget(second(6), Set.of()));
        assertEquals(second(6), history.horizon());
        assertThrows(ForgottenException.class, () -> at(all(), 5));
        assertEquals(2, at(all(), 6).size());
        assertTrue(at(all(), 6).getFirst().startsWith("deployments.apps shop/web=state 6 "));
        tell(CART, 20, "again");
        tell(WEB, 20, "state 20 " + "x".repeat(500));
        reopen();
        assertEquals("cart=again", at(all(), 20).getLast().substring("services shop/".length()));
        assertTrue(at(all(), 9).getFirst().contains("state 9"));
        assertEquals(0, history.forget(second(6), Set.of()));
    }

    @Test
    void whatIsHeldIsNotForgotten() {
        HistoryKey other = new HistoryKey("deployments.apps", "other", "web");
        for (int i = 0; i < 4; i++) {
            tell(WEB, i, "shop " + i);
            tell(other, i, "other " + i);
        }
        history.hold(new LegalHold("case 7", "shop", "dispute", "carol", second(4)));
        assertTrue(history.forget(second(3), Set.of()) > 0);
        assertEquals(4, history.timeline(HUB, WEB, Long.MAX_VALUE, 10).size());
        assertTrue(history.timeline(HUB, other, Long.MAX_VALUE, 10).size() < 4);
        assertEquals("shop 1", at(all().namespace("shop"), 1).getFirst().split("=")[1]);
        assertThrows(ForgottenException.class, () -> at(all(), 1));
        history.hold(new LegalHold("all", "", "audit", "carol", second(4)));
        assertEquals(0, history.forget(second(4), Set.of()));
        assertEquals(2, history.holds().size());
        assertTrue(history.lift("all"));
        assertTrue(history.lift("case 7"));
        assertFalse(history.lift("case 7"));
        assertTrue(history.forget(second(4), Set.of()) > 0);
        assertEquals(1, history.timeline(HUB, WEB, Long.MAX_VALUE, 10).size());
    }

    private void reopen() {
        close();
        open();
    }
}
