package io.pinisi.db.bench;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.HistoryDatabase;
import io.pinisi.db.history.Chronicle;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryEntry;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.Write;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Prints what the store does on this machine, in under twenty seconds: {@code main(JDBC-URL)}, or a
 * temporary H2 file without one. Every write counted is on disk.
 */
public final class StoreBenchmark {
    private static final Write.Origin ORIGIN = new Write.Origin("bench", "r");
    private static final int VALUE_BYTES = 2048;
    private static final int OBJECTS = 10_000;
    private static final int WRITERS = 20;
    private static final Duration RUN = Duration.ofSeconds(2);

    private final DatabaseOptions options;
    private final PrintStream out;
    private final byte[] value = new byte[VALUE_BYTES];
    private final AtomicLong names = new AtomicLong();

    private StoreBenchmark(DatabaseOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        new Random(1).nextBytes(value);
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            new StoreBenchmark(DatabaseOptions.jdbc(arguments[0], "postgres", ""), System.out)
                    .run();
            return;
        }
        Path folder = Files.createTempDirectory("pinisi-bench");
        try {
            new StoreBenchmark(DatabaseOptions.file(folder.resolve("store")), System.out).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws Exception {
        long opening = System.nanoTime();
        try (Database database = Database.open(options)) {
            say("open an empty database", millis(opening), "ms");
            RevisionStore store = database.revisions();
            write(store, WRITERS);
            say("writes of 2 KB, 1 writer", write(store, 1), "/s");
            say("writes of 2 KB, " + WRITERS + " writers", write(store, WRITERS), "/s");
            fill(store);
            tailLatency(store);
            whileHistoryFollows(database);
        }
        long reopening = System.nanoTime();
        try (Database database = Database.open(options)) {
            say("open it again", millis(reopening), "ms");
            RevisionStore store = database.revisions();
            long head = store.head();
            range(store, "first range of " + OBJECTS + " objects at the head", head);
            range(store, "range of " + OBJECTS + " objects at the head", head);
            range(store, "range of " + OBJECTS + " objects in the past", head - 1);
            get(store);
        }
    }

    /** Creations per second. */
    private long write(RevisionStore store, int writers)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + RUN.toNanos();
        AtomicLong written = new AtomicLong();
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            tasks.add(
                    () -> {
                        while (System.nanoTime() < end) {
                            String key = "/w/" + names.incrementAndGet();
                            store.write(Write.create(key, value, ORIGIN, null));
                            written.incrementAndGet();
                        }
                        return 0L;
                    });
        }
        all(tasks);
        return written.get() / RUN.toSeconds();
    }

    /** The same writes, while each is taken into a history that is up to date. */
    private void whileHistoryFollows(Database database) throws Exception {
        RevisionStore store = database.revisions();
        String url =
                options.url().startsWith("jdbc:h2:") ? options.url() + "-history" : options.url();
        AtomicBoolean over = new AtomicBoolean();
        try (History history =
                        HistoryDatabase.open(
                                DatabaseOptions.jdbc(url, options.user(), options.password()),
                                HistoryLimits.STANDARD);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            history.append("hub", 0, store.head(), List.of());
            Future<Long> follower =
                    threads.submit(() -> follow(database.chronicle(), history, over));
            say("writes of 2 KB, 1 writer, with history", write(store, 1), "/s");
            say(
                    "writes of 2 KB, " + WRITERS + " writers, with history",
                    write(store, WRITERS),
                    "/s");
            over.set(true);
            say("the history reaches to revision", follower.get(), "");
        }
    }

    private static long follow(Chronicle chronicle, History history, AtomicBoolean over)
            throws InterruptedException {
        long position = history.position("hub");
        while (!over.get()) {
            List<Chronicle.Entry> entries = chronicle.after(position, 500);
            if (entries.size() < 500) {
                Thread.sleep(200);
            }
            if (entries.isEmpty()) {
                continue;
            }
            long reached = entries.getLast().revision().number();
            history.append(
                    "hub",
                    position,
                    reached,
                    entries.stream()
                            .map(
                                    entry ->
                                            new HistoryEntry(
                                                    new HistoryKey(
                                                            "maps", "", entry.revision().key()),
                                                    entry.revision().number(),
                                                    entry.writtenAt(),
                                                    entry.origin().actor(),
                                                    entry.origin().requestId(),
                                                    entry.revision().value()))
                            .toList());
            position = reached;
        }
        return position;
    }

    private void fill(RevisionStore store) throws InterruptedException, ExecutionException {
        AtomicLong next = new AtomicLong();
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            tasks.add(
                    () -> {
                        for (long n = next.getAndIncrement();
                                n < OBJECTS;
                                n = next.getAndIncrement()) {
                            String key = String.format("/objects/%06d", n);
                            store.write(Write.create(key, value, ORIGIN, null));
                        }
                        return 0L;
                    });
        }
        all(tasks);
    }

    private void tailLatency(RevisionStore store) throws InterruptedException, ExecutionException {
        int writes = 300;
        long[] acknowledged = new long[writes];
        long[] seen = new long[writes];
        long head = store.head();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                RevisionStore.Tail tail = store.tail(head)) {
            Future<?> reader =
                    threads.submit(
                            () -> {
                                for (int n = 0; n < writes; ) {
                                    for (Revision revision : tail.next()) {
                                        seen[(int) (revision.number() - head - 1)] =
                                                System.nanoTime();
                                        n++;
                                    }
                                }
                                return null;
                            });
            for (int n = 0; n < writes; n++) {
                long start = System.nanoTime();
                store.write(Write.create("/t/" + names.incrementAndGet(), value, ORIGIN, null));
                acknowledged[n] = start;
            }
            reader.get();
        }
        long[] micros = new long[writes];
        for (int n = 0; n < writes; n++) {
            micros[n] = (seen[n] - acknowledged[n]) / 1000;
        }
        Arrays.sort(micros);
        say("write called until a tail has it, median", micros[writes / 2], "us");
        say("write called until a tail has it, 99 %", micros[writes * 99 / 100], "us");
    }

    private void range(RevisionStore store, String what, long at) {
        long start = System.nanoTime();
        int found = store.range("/objects/", "", 0, at).size();
        if (found != OBJECTS) {
            throw new IllegalStateException("found " + found);
        }
        say(what, millis(start), "ms");
    }

    private void get(RevisionStore store) {
        Random random = new Random(2);
        int reads = 2000;
        long start = System.nanoTime();
        for (int n = 0; n < reads; n++) {
            store.get(String.format("/objects/%06d", random.nextInt(OBJECTS)));
        }
        say("get of one object, mean", (System.nanoTime() - start) / 1000 / reads, "us");
    }

    private static void all(List<Callable<Long>> tasks)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Long> task : threads.invokeAll(tasks)) {
                task.get();
            }
        }
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private void say(String what, long figure, String unit) {
        out.printf("%-50s %,10d %s%n", what, figure, unit);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
