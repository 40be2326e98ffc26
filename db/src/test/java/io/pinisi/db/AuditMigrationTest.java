package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.Verification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that was written before its namespaces were a column. */
class AuditMigrationTest {
    private static final Instant THEN = Instant.parse("2025-01-02T03:04:05Z");
    private static final String BEFORE = "3.11";

    @TempDir Path folder;

    @Test
    void anOldLogIsAskedByNamespaceAndItsChainStaysAsItWas() throws SQLException {
        DatabaseOptions options = DatabaseOptions.file(folder.resolve("store"));
        Flyway.configure()
                .loggers("slf4j")
                .dataSource(options.url(), options.user(), options.password())
                .locations(Vendor.H2_FILE.migrations())
                .target(BEFORE)
                .load()
                .migrate();
        List<AuditRecord> old =
                chain(
                        "apps/v1 deployments/scale shop/web",
                        "v1 namespaces shop",
                        "v1 namespaces/status shop",
                        "v1 nodes shop",
                        "apps/v1 deployments scale/web",
                        "v1 pods shop-2/web");
        try (Connection connection = DriverManager.getConnection(options.url(), "sa", "")) {
            insert(connection, old);
        }
        try (Database database = Database.open(options)) {
            assertEquals(
                    new Verification.Intact(6, old.getLast().hash(), 0, 0),
                    database.audit().verify());
            AuditQuery shop =
                    new AuditQuery(
                            null, null, null, "shop", null, null, null, null, Long.MAX_VALUE, 10);
            assertEquals(old.subList(0, 3), database.audit().readAfter(shop, 0));
            assertEquals(old.subList(0, 3).reversed(), database.audit().read(shop));
        }
        try (Connection connection = DriverManager.getConnection(options.url(), "sa", "");
                var rows =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "select seq from audit_record where namespace = 'shop'"
                                                + " order by seq")) {
            List<Long> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
            assertEquals(List.of(1L, 2L, 3L), found);
        }
    }

    private static List<AuditRecord> chain(String... objects) {
        List<AuditRecord> chain = new ArrayList<>();
        String last = AuditChain.GENESIS;
        for (String object : objects) {
            AuditEntry entry =
                    new AuditEntry("ann", List.of(), "get", object, "r", "", "api", "allowed", "");
            chain.add(AuditChain.link(last, chain.size() + 1, THEN, entry, OptionalLong.empty()));
            last = chain.getLast().hash();
        }
        return chain;
    }

    private static void insert(Connection connection, List<AuditRecord> chain) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into audit_record (seq, recorded_at, actor, group_names, verb,"
                                + " object_ref, request_id, source, channel, result, detail, hash)"
                                + " values (?, ?, 'ann', '', 'get', ?, 'r', '', 'api', 'allowed',"
                                + " '', ?)")) {
            for (AuditRecord one : chain) {
                insert.setLong(1, one.sequence());
                insert.setLong(2, one.recordedAt().toEpochMilli());
                insert.setString(3, one.entry().object());
                insert.setString(4, one.hash());
                insert.executeUpdate();
            }
        }
        try (PreparedStatement head =
                connection.prepareStatement("update head set audit_seq = ?, audit_hash = ?")) {
            head.setLong(1, chain.size());
            head.setString(2, chain.getLast().hash());
            head.executeUpdate();
        }
    }
}
