package io.pinisi.db.bench;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditPage;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.RecordLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints what an audit log of many records answers: {@code main(RECORDS [, FOLDER])}, or a million.
 * They are of 500 people in 200 namespaces over a year; one in a thousand is a refusal, one in ten
 * thousand is about a tenant. With a folder, the log stays there and is only asked the next time.
 */
public final class AuditBenchmark {
    private static final int BATCH = 10_000;
    private static final int PEOPLE = 500;
    private static final int NAMESPACES = 200;
    private static final int REPEAT = 5;
    private static final int PAGE = 100;
    private static final int WRITERS = 20;
    private static final long RECORDS = 1_000_000;
    private static final long WALKED = 200_000;
    private static final Duration APPENDING = Duration.ofSeconds(5);
    private static final String OBJECT = "apps/v1 deployments team-7/web-7";
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long YEAR_MILLIS = 365L * 24 * 3600 * 1000;
    private static final String INSERT =
            "insert into audit_record (seq, recorded_at, actor, group_names, verb, object_ref,"
                    + " request_id, source, channel, result, detail, revision, hash)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, ?)";

    private final long records;
    private final Random random = new Random(5);

    private AuditBenchmark(long records) {
        this.records = records;
    }

    public static void main(String[] arguments) throws Exception {
        AuditBenchmark bench =
                new AuditBenchmark(arguments.length > 0 ? Long.parseLong(arguments[0]) : RECORDS);
        if (arguments.length > 1) {
            bench.run(Files.createDirectories(Path.of(arguments[1])));
            return;
        }
        Path folder = Files.createTempDirectory("pinisi-audit");
        try {
            bench.run(folder);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run(Path folder) throws IOException, SQLException, InterruptedException {
        Path store = folder.resolve("store");
        boolean fresh = !Files.exists(folder.resolve("store.mv.db"));
        Database.open(DatabaseOptions.file(store)).close();
        if (fresh) {
            fill(store);
        }
        System.out.printf(
                "%d records, %d bytes each on disk%n",
                records, Files.size(folder.resolve("store.mv.db")) / records);
        try (Database database = Database.open(DatabaseOptions.file(store))) {
            ask(database.audit());
            pages(database.audit());
            walk(database.audit());
            append(database.audit());
        }
    }

    /** Straight into the tables, with the indexes made at the end: what is measured are answers. */
    private void fill(Path store) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:file:" + store, "sa", "")) {
            List<String> indexes = dropIndexes(connection);
            insert(connection);
            System.out.printf("filled in %d s%n", seconds(begin));
            begin = System.nanoTime();
            try (Statement statement = connection.createStatement()) {
                for (String index : indexes) {
                    statement.execute(index);
                }
            }
        }
        System.out.printf("indexes made in %d s%n", seconds(begin));
    }

    /** Answers how they are made again. */
    private static List<String> dropIndexes(Connection connection) throws SQLException {
        List<String> made = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet script =
                    statement.executeQuery("script nodata nosettings table audit_record")) {
                while (script.next()) {
                    if (script.getString(1).startsWith("CREATE INDEX ")) {
                        made.add(script.getString(1));
                    }
                }
            }
            for (String index : made) {
                statement.execute("drop index " + index.split(" ")[2]);
            }
        }
        return made;
    }

    private void insert(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        String hash = AuditChain.GENESIS;
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (long sequence = 1; sequence <= records; sequence++) {
                AuditRecord next =
                        AuditChain.link(
                                hash,
                                sequence,
                                time(sequence),
                                entry(random),
                                OptionalLong.empty());
                hash = next.hash();
                bind(insert, next);
                insert.addBatch();
                if (sequence % BATCH == 0 || sequence == records) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
        try (PreparedStatement head =
                connection.prepareStatement("update head set audit_seq = ?, audit_hash = ?")) {
            head.setLong(1, records);
            head.setString(2, hash);
            head.executeUpdate();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static long seconds(long begin) {
        return (System.nanoTime() - begin) / 1_000_000_000L;
    }

    private Instant time(long sequence) {
        return BEGIN.plusMillis(sequence * YEAR_MILLIS / records);
    }

    private static AuditEntry entry(Random random) {
        String namespace = "team-" + random.nextInt(NAMESPACES);
        boolean rare = random.nextInt(10_000) == 0;
        return new AuditEntry(
                "person-" + random.nextInt(PEOPLE),
                List.of("staff", namespace),
                rare ? "delete" : "update",
                rare
                        ? "pinisi.io/v1alpha1 tenants acme"
                        : "apps/v1 deployments " + namespace + "/web-" + random.nextInt(50),
                Long.toHexString(random.nextLong()),
                "10.0.0." + random.nextInt(256),
                "api",
                random.nextInt(1000) == 0 ? "denied" : "allowed",
                "{\"userAgent\":\"kubectl/v1.32.0\"}");
    }

    private static void bind(PreparedStatement insert, AuditRecord record) throws SQLException {
        AuditEntry entry = record.entry();
        insert.setLong(1, record.sequence());
        insert.setLong(2, record.recordedAt().toEpochMilli());
        List<String> texts =
                List.of(
                        entry.actor(),
                        String.join("\n", entry.groups()),
                        entry.verb(),
                        entry.object(),
                        entry.requestId(),
                        entry.source(),
                        entry.channel(),
                        entry.result(),
                        entry.detail(),
                        record.hash());
        for (int i = 0; i < texts.size(); i++) {
            insert.setString(3 + i, texts.get(i));
        }
    }

    private void ask(AuditLog log) {
        Instant middle = time(records / 2);
        Instant hourLater = middle.plusSeconds(3600);
        Map<String, AuditQuery> questions = new LinkedHashMap<>();
        questions.put("newest", AuditQuery.newest(PAGE));
        questions.put("of a person", query("person-7", null, null, null, null, null));
        questions.put("of somebody who is not there", query("x", null, null, null, null, null));
        questions.put("of a namespace", query(null, null, null, "team-7", null, null));
        questions.put("of a namespace that is not there", query(null, null, null, "x", null, null));
        questions.put("about an object", query(null, null, OBJECT, null, null, null));
        questions.put("about a kind", query(null, null, "apps/v1 deployments ", null, null, null));
        questions.put("refusals", query(null, null, null, null, "denied", null));
        questions.put("what was allowed", query(null, null, null, null, "allowed", null));
        questions.put("a rare deed", query(null, "delete", null, null, null, null));
        questions.put("a deed that nobody does", query(null, "x", null, null, null, null));
        questions.put("of one request", query(null, null, null, null, null, "none"));
        questions.put(
                "of a person in a namespace", query("person-7", null, null, "team-7", null, null));
        questions.put("refusals in a namespace", query(null, null, null, "team-7", "denied", null));
        questions.put(
                "rare deeds in a namespace", query(null, "delete", null, "team-7", null, null));
        questions.put("of an hour", AuditQuery.newest(PAGE).within(middle, hourLater));
        questions.put(
                "refusals of an hour",
                query(null, null, null, null, "denied", null).within(middle, hourLater));
        questions.forEach(
                (name, query) -> {
                    print(name, () -> log.page(query).records().size());
                    print("  a deep page", () -> page(log, query));
                });
        print("last use of all people", () -> log.newestOfActors(hourLater, "").size());
    }

    private int page(AuditLog log, AuditQuery query) {
        return log.page(query.before(records / 10)).records().size();
    }

    /** Until all that fit are read: how many pages, and the longest of them. */
    private void pages(AuditLog log) {
        AuditQuery query = query("person-7", "update", null, "team-7", "denied", null);
        long longest = 0;
        int pages = 0;
        int found = 0;
        OptionalLong next = OptionalLong.of(Long.MAX_VALUE);
        while (next.isPresent()) {
            long begin = System.nanoTime();
            AuditPage page = log.page(query.before(next.getAsLong()));
            longest = Math.max(longest, System.nanoTime() - begin);
            next = page.next();
            found += page.records().size();
            pages++;
        }
        System.out.printf(
                "%-36s %5d records  %d pages, the longest %d ms%n",
                "four filters at once, all", found, pages, longest / 1_000_000);
    }

    /** What checking and exporting cost, on a part of the log. */
    private void walk(AuditLog log) {
        long end = Math.min(records, WALKED);
        long begin = System.nanoTime();
        String hash = AuditChain.GENESIS;
        for (long last = 0; last < end; ) {
            for (AuditRecord next : log.after(last)) {
                if (!AuditChain.holds(hash, next)) {
                    throw new IllegalStateException("broken at " + next.sequence());
                }
                hash = next.hash();
                last = next.sequence();
            }
        }
        rate("check", end, begin);
        begin = System.nanoTime();
        long bytes = 0;
        for (long last = 0; last < end; ) {
            for (AuditRecord next : log.readAfter(AuditQuery.newest(PAGE), last)) {
                bytes += RecordLine.of(next).length();
                last = next.sequence();
            }
        }
        rate("export, " + bytes / end + " bytes each", end, begin);
    }

    /** New records behind the many, each on disk. */
    private void append(AuditLog log) throws InterruptedException {
        AtomicLong appended = new AtomicLong();
        long begin = System.nanoTime();
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random own = new Random(i);
            writers.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        while (System.nanoTime() - begin < APPENDING.toNanos()) {
                                            append(log, entry(own));
                                            appended.incrementAndGet();
                                        }
                                    }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        log.read(AuditQuery.newest(1));
        rate("appended by " + WRITERS + " writers", appended.get(), begin);
    }

    private static void append(AuditLog log, AuditEntry entry) {
        try {
            log.append(entry);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rate(String what, long count, long begin) {
        System.out.printf(
                "%-36s %8d /s%n", what, count * 1_000_000_000L / (System.nanoTime() - begin));
    }

    private static AuditQuery query(
            @Nullable String actor,
            @Nullable String verb,
            @Nullable String object,
            @Nullable String namespace,
            @Nullable String result,
            @Nullable String request) {
        return new AuditQuery(
                actor, verb, object, namespace, result, request, null, null, Long.MAX_VALUE, PAGE);
    }

    /** The first time and the median of some. */
    private static void print(String question, IntSupplier answer) {
        long[] millis = new long[REPEAT];
        int found = 0;
        for (int i = 0; i < REPEAT; i++) {
            long begin = System.nanoTime();
            found = answer.getAsInt();
            millis[i] = (System.nanoTime() - begin) / 1_000_000;
        }
        long first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                "%-36s %5d records  first %6d ms  median %6d ms%n",
                question, found, first, millis[REPEAT / 2]);
    }
}
