package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.revision.CompactedException;
import io.pinisi.db.revision.PreconditionFailedException;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Revision.Operation;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.StoreUnavailableException;
import io.pinisi.db.revision.ValueTooLargeException;
import io.pinisi.db.revision.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every revision store promises; run against each database. */
@Timeout(300)
abstract class RevisionStoreContract {
    static final Write.Origin ORIGIN = new Write.Origin("tester", "r-1");

    Database database;
    RevisionStore store;

    /** A database that is empty when a test begins and keeps its content until the test ends. */
    abstract DatabaseOptions options();

    @BeforeEach
    void open() {
        database = Database.open(options());
        store = database.revisions();
    }

    @AfterEach
    void close() {
        database.close();
    }

    void reopen(StoreLimits limits) {
        database.close();
        database = Database.open(options().withLimits(limits));
        store = database.revisions();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Revision create(String key, String value) throws InterruptedException {
        return store.write(Write.create(key, bytes(value), ORIGIN, null));
    }

    Revision update(Revision from, String value) throws InterruptedException {
        return store.write(Write.update(from.key(), bytes(value), from.number(), ORIGIN, null));
    }

    Revision delete(Revision from) throws InterruptedException {
        return store.write(Write.delete(from.key(), from.number(), ORIGIN, null));
    }

    static List<String> keysAndValues(List<Revision> revisions) {
        return revisions.stream()
                .map(r -> r.key() + "=" + new String(r.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void anEmptyStoreIsAtRevisionZero() {
        assertEquals(0, store.head());
        assertEquals(0, store.compacted());
        assertNull(store.get("/a"));
        assertEquals(List.of(), store.range("", "", 0, 0));
    }

    @Test
    void revisionsRiseByOneAndRememberTheCreation() throws InterruptedException {
        Revision created = create("/a", "1");
        Revision updated = update(created, "2");
        Revision deleted = delete(updated);
        Revision again = create("/a", "3");

        assertEquals(1, created.number());
        assertEquals(2, updated.number());
        assertEquals(3, deleted.number());
        assertEquals(1, updated.createdAt());
        assertEquals(1, deleted.createdAt());
        assertEquals(0, deleted.value().length);
        assertEquals(4, again.createdAt());
        assertEquals(4, store.head());
    }

    @Test
    void getReturnsTheNewestState() throws InterruptedException {
        Revision created = create("/a", "1");
        Revision updated = update(created, "2");
        Revision found = store.get("/a");
        assertNotNull(found);
        assertEquals(updated.number(), found.number());
        assertEquals(Operation.UPDATE, found.operation());
        assertEquals(1, found.createdAt());
        assertArrayEquals(bytes("2"), found.value());

        delete(updated);
        assertNull(store.get("/a"));
    }

    @Test
    void aWriteThatFindsAnotherStateSaysWhatIsThere() throws InterruptedException {
        Revision created = create("/a", "1");
        PreconditionFailedException exists =
                assertThrows(PreconditionFailedException.class, () -> create("/a", "other"));
        Revision current = exists.current();
        assertNotNull(current);
        assertArrayEquals(bytes("1"), current.value());

        Revision updated = update(created, "2");
        PreconditionFailedException stale =
                assertThrows(PreconditionFailedException.class, () -> update(created, "other"));
        assertNotNull(stale.current());
        assertEquals(updated.number(), stale.current().number());

        delete(updated);
        PreconditionFailedException gone =
                assertThrows(PreconditionFailedException.class, () -> delete(updated));
        assertNull(gone.current());
        assertEquals(3, store.head(), "a refused write takes no revision");
    }

    @Test
    void rangeIsInOrderOfKeyAndPagesByKey() throws InterruptedException {
        for (String key :
                List.of("/b/2", "/a/1", "/b/10", "/b/1", "/b", "/c/1", "/b-x/1", "/B/1")) {
            create(key, "v");
        }
        assertEquals(
                List.of("/b/1=v", "/b/10=v", "/b/2=v"),
                keysAndValues(store.range("/b/", "", 0, 0)));
        assertEquals(List.of("/b/1=v", "/b/10=v"), keysAndValues(store.range("/b/", "", 2, 0)));
        assertEquals(List.of("/b/2=v"), keysAndValues(store.range("/b/", "/b/10", 2, 0)));
        assertEquals(
                List.of("/B/1", "/a/1", "/b", "/b-x/1", "/b/1", "/b/10", "/b/2", "/c/1"),
                store.range("", "", 0, 0).stream().map(Revision::key).toList());
    }

    @Test
    void rangeAtAPastRevisionShowsThatMoment() throws InterruptedException {
        Revision a = create("/x/a", "1");
        Revision b = create("/x/b", "1");
        Revision a2 = update(a, "2");
        delete(b);
        create("/x/c", "1");

        assertEquals(List.of("/x/a=1"), keysAndValues(store.range("/x/", "", 0, 1)));
        assertEquals(List.of("/x/a=1", "/x/b=1"), keysAndValues(store.range("/x/", "", 0, 2)));
        assertEquals(
                List.of("/x/a=2", "/x/b=1"), keysAndValues(store.range("/x/", "", 0, a2.number())));
        assertEquals(List.of("/x/a=2"), keysAndValues(store.range("/x/", "", 0, 4)));
        assertEquals(List.of("/x/b=1"), keysAndValues(store.range("/x/", "/x/a", 0, 3)));
        assertEquals(List.of("/x/a=2"), keysAndValues(store.range("/x/", "", 1, 3)));
        assertEquals(List.of("/x/a=2", "/x/c=1"), keysAndValues(store.range("/x/", "", 0, 5)));
        assertThrows(IllegalArgumentException.class, () -> store.range("/x/", "", 0, 6));
    }

    @Test
    void rangeAgreesWithAModelAtEveryRevision() throws InterruptedException {
        Random random = new Random(7);
        java.util.TreeMap<String, Revision> model = new java.util.TreeMap<>();
        List<List<String>> states = new ArrayList<>();
        states.add(List.of());
        for (int i = 1; i <= 120; i++) {
            String key = "/m/" + random.nextInt(12);
            Revision current = model.get(key);
            if (current == null) {
                model.put(key, create(key, "v" + i));
            } else if (random.nextInt(3) == 0) {
                delete(current);
                model.remove(key);
            } else {
                model.put(key, update(current, "v" + i));
            }
            states.add(keysAndValues(List.copyOf(model.values())));
        }
        for (int revision = 1; revision <= 120; revision++) {
            assertEquals(states.get(revision), keysAndValues(store.range("/m/", "", 0, revision)));
        }
        store.compact(100);
        for (int revision = 100; revision <= 120; revision++) {
            assertEquals(states.get(revision), keysAndValues(store.range("/m/", "", 0, revision)));
        }
    }

    @Test
    void everythingIsThereAfterReopening() throws InterruptedException {
        Revision a = create("/a", "1");
        create("/b", "1");
        update(a, "2");
        reopen(StoreLimits.STANDARD);

        assertEquals(3, store.head());
        assertEquals(List.of("/a=2", "/b=1"), keysAndValues(store.range("", "", 0, 0)));
        assertEquals(4, create("/c", "1").number());
        try (RevisionStore.Tail tail = store.tail(0)) {
            assertEquals(List.of("/a=1", "/b=1", "/a=2", "/c=1"), keysAndValues(take(tail, 4)));
        }
    }

    @Test
    void valuesUpToTheLimitComeBackUnchanged() throws InterruptedException {
        byte[] value = new byte[StoreLimits.STANDARD.valueBytesMax()];
        new Random(1).nextBytes(value);
        store.write(Write.create("/big", value, ORIGIN, null));
        Revision found = store.get("/big");
        assertNotNull(found);
        assertArrayEquals(value, found.value());

        ValueTooLargeException tooLarge =
                assertThrows(
                        ValueTooLargeException.class,
                        () ->
                                store.write(
                                        Write.create(
                                                "/bigger",
                                                new byte[value.length + 1],
                                                ORIGIN,
                                                null)));
        assertEquals(
                "/bigger has 1572865 bytes; the store takes at most 1572864",
                tooLarge.getMessage());
        assertEquals(1, store.head());
    }

    @Test
    void concurrentWritersNeverLoseAnUpdate() throws Exception {
        int writers = 8;
        int each = 40;
        create("/counter", "0");
        AtomicInteger refused = new AtomicInteger();
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            tasks.add(
                    () -> {
                        for (int n = 0; n < each; ) {
                            n += incrementOnce(refused) ? 1 : 0;
                        }
                        return null;
                    });
        }
        runAll(tasks);
        Revision counter = store.get("/counter");
        assertNotNull(counter);
        assertArrayEquals(bytes(String.valueOf(writers * each)), counter.value());
        assertEquals(writers * each + 1, store.head());
    }

    private boolean incrementOnce(AtomicInteger refused) throws InterruptedException {
        Revision current = store.get("/counter");
        assertNotNull(current);
        int next = Integer.parseInt(new String(current.value(), StandardCharsets.UTF_8)) + 1;
        try {
            update(current, String.valueOf(next));
            return true;
        } catch (PreconditionFailedException e) {
            refused.incrementAndGet();
            return false;
        }
    }

    @Test
    void tailsSeeEveryWriteOnceInOrderWhileWritersRun() throws Exception {
        reopen(smallBuffer());
        int writers = 6;
        int each = 50;
        List<Callable<List<Long>>> tasks = new ArrayList<>();
        for (int reader = 0; reader < 3; reader++) {
            tasks.add(
                    () -> {
                        try (RevisionStore.Tail tail = store.tail(0)) {
                            return take(tail, writers * each).stream()
                                    .map(Revision::number)
                                    .toList();
                        }
                    });
        }
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "/w" + writer + "/";
            tasks.add(
                    () -> {
                        for (int n = 0; n < each; n++) {
                            create(prefix + n, "v");
                        }
                        return List.of();
                    });
        }
        List<Long> all = LongStream.rangeClosed(1, (long) writers * each).boxed().toList();
        List<List<Long>> results = runAll(tasks);
        for (int reader = 0; reader < 3; reader++) {
            assertEquals(all, results.get(reader));
        }
    }

    @Test
    void aTailThatFellBehindTheBufferIsServedFromTheDatabase() throws InterruptedException {
        reopen(smallBuffer());
        for (int i = 0; i < 100; i++) {
            create("/k/" + i, "v" + i);
        }
        try (RevisionStore.Tail tail = store.tail(10)) {
            List<Revision> revisions = take(tail, 90);
            assertEquals(11, revisions.getFirst().number());
            assertEquals("/k/10=v10", keysAndValues(revisions).getFirst());
            assertEquals(100, revisions.getLast().number());
        }
    }

    @Test
    void closingATailEndsABlockedRead() throws Exception {
        RevisionStore.Tail tail = store.tail(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Revision>> blocked = threads.submit(tail::next);
            tail.close();
            assertEquals(List.of(), blocked.get());
        }
    }

    @Test
    void closingTheStoreEndsBlockedTails() throws Exception {
        RevisionStore.Tail tail = store.tail(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Revision>> blocked = threads.submit(tail::next);
            store.close();
            ExecutionException thrown = assertThrows(ExecutionException.class, blocked::get);
            assertInstanceOf(StoreUnavailableException.class, thrown.getCause());
        }
        assertThrows(StoreUnavailableException.class, () -> create("/late", "v"));
        assertThrows(StoreUnavailableException.class, () -> store.get("/late"));
    }

    @Test
    void compactionForgetsWhatIsSupersededAndKeepsWhatIsLive() throws InterruptedException {
        reopen(smallBuffer());
        Revision a = create("/a", "1");
        Revision b = create("/b", "1");
        Revision c = create("/c", "1");
        Revision a2 = update(a, "2");
        delete(b);
        update(a2, "3");
        for (int i = 0; i < 40; i++) {
            create("/fill/" + i, "v");
        }
        store.compact(5);

        assertEquals(5, store.compacted());
        assertEquals(List.of("/a=2", "/c=1"), keysAndValues(store.range("/", "", 0, 5)));
        assertThrows(CompactedException.class, () -> store.range("/", "", 0, 4));
        assertThrows(CompactedException.class, () -> store.tail(4));
        try (RevisionStore.Tail tail = store.tail(5)) {
            assertEquals("/a=3", keysAndValues(take(tail, 41)).getFirst());
        }
        Revision kept = store.get("/c");
        assertNotNull(kept);
        assertEquals(c.number(), kept.number());
        assertThrows(IllegalArgumentException.class, () -> store.compact(store.head() + 1));

        reopen(StoreLimits.STANDARD);
        assertEquals(5, store.compacted());
    }

    @Test
    void aSecondCompactionRemovesWhatTheFirstHadToKeep() throws InterruptedException {
        Revision a = create("/a", "1");
        store.compact(1);
        Revision a2 = update(a, "2");
        delete(a2);
        create("/b", "1");
        store.compact(4);
        assertEquals(1, rowsOfTheLog());
    }

    abstract long rowsOfTheLog();

    @Test
    void aTailThatFellBehindACompactionIsTold() throws InterruptedException {
        reopen(smallBuffer());
        try (RevisionStore.Tail tail = store.tail(0)) {
            for (int i = 0; i < 40; i++) {
                create("/k/" + i, "v");
            }
            store.compact(20);
            assertThrows(CompactedException.class, tail::next);
        }
    }

    @Test
    void anInterruptedReaderHarmsNobody() throws Exception {
        create("/a", "1");
        Thread.currentThread().interrupt();
        assertNotNull(store.get("/a"));
        assertTrue(Thread.interrupted(), "the interruption is kept");
        assertNotNull(store.get("/a"));
        assertEquals(2, create("/b", "1").number());
    }

    @Test
    void aKeyMustBeStorable() {
        assertThrows(IllegalArgumentException.class, () -> create("", "v"));
        assertThrows(IllegalArgumentException.class, () -> create("/a\0b", "v"));
        assertThrows(IllegalArgumentException.class, () -> create("/a\ud800", "v"));
        assertThrows(IllegalArgumentException.class, () -> create("/" + "x".repeat(1024), "v"));
    }

    @Test
    void anUnfitOriginFailsNoWrite() throws InterruptedException {
        Write.Origin hostile = new Write.Origin("a\0\ud800", "r".repeat(5000));
        assertEquals(1, store.write(Write.create("/a", bytes("1"), hostile, null)).number());
    }

    static StoreLimits smallBuffer() {
        StoreLimits s = StoreLimits.STANDARD;
        return new StoreLimits(
                s.queueMax(),
                s.queueWaitMax(),
                s.groupMax(),
                s.groupBytesMax(),
                16,
                s.recentBytesMax(),
                7,
                3,
                s.valueBytesMax(),
                s.keyLengthMax(),
                s.readersMax(),
                s.readQueueMax(),
                3,
                Duration.ofMillis(5),
                64 * 1024,
                4096,
                s.recoveryAttemptsMax(),
                Duration.ofMillis(10));
    }

    static List<Revision> take(RevisionStore.Tail tail, int count) throws InterruptedException {
        List<Revision> taken = new ArrayList<>();
        while (taken.size() < count) {
            taken.addAll(tail.next());
        }
        return taken;
    }

    static <T> List<T> runAll(List<Callable<T>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
