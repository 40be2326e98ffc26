package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditPage;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is asked of the log, the answer is what reading all of it would have given. */
@Timeout(300)
abstract class AuditWalkContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int RECORDS = 3000;
    private static final int QUESTIONS = 150;
    private static final List<String> PREFIXES =
            List.of("", "v1 ", "apps/v1 deployments shop/web-1", "v1 pods/log", "v1 namespaces");

    private final Random random = new Random(11);

    /** With the clock that is given to it. */
    abstract DatabaseOptions options(InstantSource clock);

    private @Nullable String some(String name, int of) {
        return random.nextInt(3) > 0 ? null : name + random.nextInt(of + 1);
    }

    private AuditEntry entry() {
        String namespace = "shop" + (random.nextInt(4) == 0 ? "" : random.nextInt(3));
        String object =
                switch (random.nextInt(6)) {
                    case 0 -> "v1 namespaces " + namespace;
                    case 1 -> "v1 pods/log " + namespace + "/p";
                    case 2 -> "v1 nodes bali-1";
                    case 3 -> "/healthz";
                    default -> "apps/v1 deployments " + namespace + "/web-" + random.nextInt(300);
                };
        return new AuditEntry(
                "person-" + random.nextInt(4),
                List.of(),
                "verb" + (random.nextInt(300) == 0 ? 1 : 0),
                object,
                "r" + random.nextInt(RECORDS / 2),
                "127.0.0.1",
                "api",
                "result" + (random.nextInt(20) == 0 ? 1 : 0),
                "{}");
    }

    /** Seconds go by, and now and then the clock is set back by some minutes. */
    private void fill(Database database) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<AuditRecord>> all = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                AuditEntry entry = entry();
                all.add(threads.submit(() -> database.audit().append(entry)));
            }
            for (Future<AuditRecord> one : all) {
                one.get();
            }
        }
    }

    private AuditQuery question() {
        String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
        AuditQuery query =
                new AuditQuery(
                        some("person-", 4),
                        some("verb", 2),
                        prefix.isEmpty() ? null : prefix,
                        random.nextInt(3) > 0
                                ? null
                                : List.of("shop", "shop1", "deployments", "log")
                                        .get(random.nextInt(4)),
                        some("result", 2),
                        random.nextInt(10) > 0 ? null : "r" + random.nextInt(RECORDS),
                        null,
                        null,
                        random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(RECORDS),
                        1 + random.nextInt(50));
        return query.within(
                random.nextInt(4) > 0 ? null : NOON.plusSeconds(random.nextInt(RECORDS)),
                random.nextInt(4) > 0 ? null : NOON.plusSeconds(random.nextInt(RECORDS)));
    }

    @Test
    void everyQuestionIsAnsweredAsIfAllHadBeenRead() throws Exception {
        Clock clock = new Clock();
        DatabaseOptions options = options(clock);
        try (Database database = Database.open(options);
                HikariDataSource pool =
                        new HikariDataSource(
                                Database.poolOf(Vendor.of(options.url()), options, 1));
                Reads reads = new Reads(Database.sql(pool, options), () -> {}, 1, 10, "asked")) {
            fill(database);
            List<AuditRecord> all = all(database);
            assertEquals(RECORDS, all.size());
            for (int i = 0; i < QUESTIONS; i++) {
                AuditQuery query = question();
                List<AuditRecord> expected = all.stream().filter(query::fits).toList();
                assertEquals(expected, oldestFirst(database, query), query::toString);
                List<AuditRecord> newestFirst =
                        expected.stream()
                                .sorted(Comparator.comparing(AuditRecord::sequence).reversed())
                                .toList();
                List<AuditRecord> firstPage =
                        newestFirst.subList(0, Math.min(query.limit(), newestFirst.size()));
                assertEquals(firstPage, database.audit().read(query), query::toString);
                assertEquals(
                        newestFirst,
                        inParts(reads, query, 1 + random.nextInt(3000)),
                        query::toString);
            }
            assertEquals(lastOfEach(all), database.audit().newestOfActors(clock.latest(), ""));
        }
    }

    private static List<AuditRecord> all(Database database) {
        List<AuditRecord> all = new ArrayList<>(database.audit().after(0));
        for (List<AuditRecord> page = all; !page.isEmpty(); all.addAll(page)) {
            page = database.audit().after(all.getLast().sequence());
        }
        return all;
    }

    private static List<AuditRecord> oldestFirst(Database database, AuditQuery query) {
        List<AuditRecord> found = new ArrayList<>();
        List<AuditRecord> page;
        do {
            page =
                    database.audit()
                            .readAfter(query, found.isEmpty() ? 0 : found.getLast().sequence());
            found.addAll(page);
        } while (page.size() == AuditTrail.PAGE_MAX);
        return found;
    }

    /** With little effort for each page, so that most are not full. */
    private static List<AuditRecord> inParts(Reads reads, AuditQuery query, long effort) {
        List<AuditRecord> found = new ArrayList<>();
        AuditPage page = AuditWalk.page(reads, query, effort);
        found.addAll(page.records());
        for (OptionalLong next = page.next(); next.isPresent(); next = page.next()) {
            page = AuditWalk.page(reads, query.before(next.getAsLong()), effort);
            found.addAll(page.records());
            assertTrue(
                    page.next().isEmpty() || page.next().getAsLong() < next.getAsLong(),
                    "no page goes on where it began");
        }
        return found;
    }

    private static List<AuditRecord> lastOfEach(List<AuditRecord> all) {
        Map<String, AuditRecord> last = new LinkedHashMap<>();
        all.forEach(one -> last.put(one.entry().actor(), one));
        return last.values().stream()
                .sorted(Comparator.comparing(one -> one.entry().actor()))
                .toList();
    }

    /** A second a look; each hundredth look finds it set back. */
    private static final class Clock implements InstantSource {
        private Instant now = NOON;
        private Instant latest = NOON;
        private int looks;

        @Override
        public synchronized Instant instant() {
            looks++;
            now = looks % 100 == 0 ? now.minus(Duration.ofMinutes(3)) : now.plusSeconds(3);
            latest = now.isAfter(latest) ? now : latest;
            return now;
        }

        /** Behind all times that were told. */
        synchronized Instant latest() {
            return latest.plusSeconds(1);
        }
    }
}
