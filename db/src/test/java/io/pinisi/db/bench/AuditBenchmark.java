package io.pinisi.db.bench;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prints what an audit log of many records answers: {@code main(RECORDS [, FOLDER])}. They are of
 * 500 people in 200 namespaces over a year; one in a thousand is a refusal, one in ten thousand is
 * about a tenant. With a folder, the log stays there and is only asked the next time.
 */
public final class AuditBenchmark {
    private static final int BATCH = 10_000;
    private static final int PEOPLE = 500;
    private static final int NAMESPACES = 200;
    private static final int REPEAT = 5;
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

    public static void main(String[] arguments) throws IOException, SQLException {
        AuditBenchmark bench = new AuditBenchmark(Long.parseLong(arguments[0]));
        Path folder =
                arguments.length > 1
                        ? Files.createDirectories(Path.of(arguments[1]))
                        : Files.createTempDirectory("pinisi-audit");
        Path store = folder.resolve("store");
        boolean fresh = !Files.exists(folder.resolve("store.mv.db"));
        Database.open(DatabaseOptions.file(store)).close();
        if (fresh) {
            bench.fill(store);
        }
        try (Database database = Database.open(DatabaseOptions.file(store))) {
            bench.ask(database.audit());
        }
        System.out.printf(
                "%d bytes a record on disk%n",
                Files.size(folder.resolve("store.mv.db")) / bench.records);
    }

    /** Straight into the tables: what is measured is how they answer. */
    private void fill(Path store) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + store, "sa", "");
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            String hash = AuditChain.GENESIS;
            for (long sequence = 1; sequence <= records; sequence++) {
                AuditRecord next =
                        AuditChain.link(
                                hash, sequence, time(sequence), entry(), OptionalLong.empty());
                hash = next.hash();
                bind(insert, next);
                insert.addBatch();
                if (sequence % BATCH == 0 || sequence == records) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            try (PreparedStatement head =
                    connection.prepareStatement("update head set audit_seq = ?, audit_hash = ?")) {
                head.setLong(1, records);
                head.setString(2, hash);
                head.executeUpdate();
                connection.commit();
            }
        }
        System.out.printf("filled in %d s%n", (System.nanoTime() - begin) / 1_000_000_000L);
    }

    private Instant time(long sequence) {
        return BEGIN.plusMillis(sequence * YEAR_MILLIS / records);
    }

    private AuditEntry entry() {
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
        print("newest 100", () -> log.read(AuditQuery.newest(100)));
        print("of one person", () -> log.read(query("person-7", null, null, null, null)));
        print("of one namespace", () -> log.read(query(null, null, "team-7", null, null)));
        print(
                "of a namespace that is not there",
                () -> log.read(query(null, null, "x", null, null)));
        print("refusals", () -> log.read(query(null, null, null, "denied", null)));
        print("rare deed", () -> log.read(query(null, "delete", null, null, null)));
        print(
                "an hour half a year ago",
                () -> log.read(query(null, null, null, null, null).within(middle, hourLater)));
        print("one request", () -> log.read(query(null, null, null, null, "none")));
        print("last use of all people", () -> log.newestOfActors(hourLater, ""));
    }

    private static AuditQuery query(
            @Nullable String actor,
            @Nullable String verb,
            @Nullable String namespace,
            @Nullable String result,
            @Nullable String request) {
        return new AuditQuery(
                actor, verb, null, namespace, result, request, null, null, Long.MAX_VALUE, 100);
    }

    /** The first time and the median of some. */
    private static void print(String question, Supplier<List<AuditRecord>> answer) {
        long[] millis = new long[REPEAT];
        int found = 0;
        for (int i = 0; i < REPEAT; i++) {
            long begin = System.nanoTime();
            found = answer.get().size();
            millis[i] = (System.nanoTime() - begin) / 1_000_000;
        }
        long first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                "%-36s %5d records  first %6d ms  median %6d ms%n",
                question, found, first, millis[REPEAT / 2]);
    }
}
