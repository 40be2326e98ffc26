package io.pinisi.portal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRetention;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.CheckpointLimits;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.audit.Checkpointer;
import io.pinisi.db.audit.RetentionPolicy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifies and exports the log of a real hub, stopped and running. */
@Timeout(600)
final class AuditCommandIT {
    private static final int SEALED = 5;
    private static final int UNSEALED = 2;
    private static final Pattern INTACT =
            Pattern.compile("intact: (\\d+) records, checkpoints vouch for (\\d+) of them");

    @TempDir Path folder;
    private Path home;
    private Path export;

    /** What a command said and how it ended. */
    private record Answer(int code, String text) {}

    private static Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .execute(arguments);
        return new Answer(code, out.toString());
    }

    private static Checkpointer checkpoints(Home opened, Database store, ApiServer api)
            throws Exception {
        return Checkpointer.start(
                store.audit(),
                new CheckpointSigner(api.pki().auditKeys()),
                new CheckpointFolder(opened.resolve(AuditCommand.CHECKPOINTS)),
                CheckpointLimits.STANDARD,
                InstantSource.system());
    }

    private interface Work {
        void run(Home opened, Database store, ApiServer api) throws Exception;
    }

    private void withHub(Work work) throws Exception {
        try (Home opened = Home.open(home);
                Database store = HubStore.open(opened);
                ApiServer api =
                        ApiServerAssembly.start(
                                ApiServerOptions.local(
                                        opened.resolve("hub"), "hub", Profile.HUB, store, 0))) {
            work.run(opened, store, api);
        }
    }

    private static void append(Database store, int records) throws InterruptedException {
        for (int i = 1; i <= records; i++) {
            store.audit()
                    .append(
                            new AuditEntry(
                                    "rika",
                                    List.of("ops"),
                                    "get",
                                    "v1 secrets shop/" + i,
                                    "r-" + i,
                                    "127.0.0.1",
                                    "api",
                                    "allowed",
                                    "{}"));
        }
    }

    @BeforeEach
    void aHubThatSealedFiveRecordsAndWroteTwoMore() throws Exception {
        home = folder.resolve("home");
        export = folder.resolve("audit.jsonl");
        withHub(
                (opened, store, api) -> {
                    try (Checkpointer _ = checkpoints(opened, store, api)) {
                        append(store, SEALED);
                    }
                    append(store, UNSEALED);
                });
    }

    private Answer verifyStore() {
        return run("audit", "verify", "--store", home.toString());
    }

    private Answer verifyExport() {
        return run(
                "audit",
                "verify",
                "--store",
                home.toString(),
                "--export",
                export.toString(),
                "--checkpoints",
                home.resolve(AuditCommand.CHECKPOINTS).toString());
    }

    private List<String> exported() throws Exception {
        assertEquals(
                0,
                run("audit", "export", "--store", home.toString(), "--output", export.toString())
                        .code());
        return new ArrayList<>(Files.readAllLines(export));
    }

    private void assertNames(int record, Answer answer) {
        assertEquals(1, answer.code(), answer.text());
        assertTrue(answer.text().contains("broken: record " + record + ":"), answer.text());
    }

    @Test
    void aStoppedStoreAndItsExportAreIntact() throws Exception {
        Answer store = verifyStore();
        assertEquals(0, store.code(), store.text());
        Matcher said = INTACT.matcher(store.text());
        assertTrue(said.lookingAt(), store.text());
        long records = Long.parseLong(said.group(1));
        assertEquals(records - UNSEALED, Long.parseLong(said.group(2)), store.text());
        assertTrue(exported().size() > records, "records and checkpoints");
        Answer export = verifyExport();
        assertEquals(store, export);
    }

    @Test
    void theKeyIsItsOwnersAlone() throws Exception {
        Path key = home.resolve("hub").resolve("pki").resolve("audit.key");
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(key));
    }

    @Test
    void everyAlteredByteOfAnExportedRecordIsNamed() throws Exception {
        List<String> lines = exported();
        byte[] harmed = lines.get(2).getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < harmed.length; at++) {
            byte[] other = harmed.clone();
            other[at] ^= 1;
            lines.set(2, new String(other, StandardCharsets.UTF_8));
            Files.write(export, lines);
            assertNames(3, verifyExport());
        }
    }

    @Test
    void aRemovedLineAndACutTailAreNamed() throws Exception {
        List<String> lines = exported();
        String third = lines.remove(2);
        Files.write(export, lines);
        assertNames(3, verifyExport());
        lines.add(2, third);
        Files.write(export, lines.subList(0, 4));
        assertNames(5, verifyExport());
    }

    private List<String> part() throws Exception {
        Answer exported =
                run(
                        "audit",
                        "export",
                        "--store",
                        home.toString(),
                        "--actor",
                        "rika",
                        "--proofs",
                        "--output",
                        export.toString());
        assertEquals(0, exported.code(), exported.text());
        return new ArrayList<>(Files.readAllLines(export));
    }

    private Answer verifyPart(List<String> lines) throws Exception {
        Files.write(export, lines);
        return run(
                "audit",
                "verify",
                "--store",
                home.toString(),
                "--filtered",
                "--export",
                export.toString());
    }

    @Test
    void everyAlteredByteOfAFilteredExportIsNamed() throws Exception {
        List<String> lines = part();
        Answer whole = verifyPart(lines);
        assertEquals(0, whole.code(), whole.text());
        assertTrue(whole.text().contains("cannot be told from a part"), whole.text());
        for (int line = 0; line < 2; line++) {
            byte[] harmed = lines.get(line).getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < harmed.length; at++) {
                byte[] other = harmed.clone();
                other[at] ^= 1;
                List<String> altered = new ArrayList<>(lines);
                altered.set(line, new String(other, StandardCharsets.UTF_8));
                assertEquals(1, verifyPart(altered).code(), altered.get(line));
            }
        }
    }

    @Test
    void aRecordThatWasAddedToAFilteredExportIsNamed() throws Exception {
        List<String> lines = part();
        List<String> twice = new ArrayList<>(lines);
        twice.addAll(2, lines.subList(0, 2));
        assertEquals(1, verifyPart(twice).code());
        List<String> unproven = new ArrayList<>(lines);
        unproven.remove(1);
        assertEquals(1, verifyPart(unproven).code());
        Files.write(export, lines);
        assertEquals(1, verifyExport().code(), "a part does not pass for the whole");
    }

    /** Lets go what is older than a year, two years from now, and seals what that wrote. */
    private void retireWhatIsSealed() throws Exception {
        withHub(
                (opened, store, api) -> {
                    new AuditRetention(
                                    store.audit(),
                                    new CheckpointSigner(api.pki().auditKeys()),
                                    new CheckpointFolder(opened.resolve(AuditCommand.CHECKPOINTS)),
                                    RetentionPolicy.STANDARD,
                                    () -> Instant.now().plus(Duration.ofDays(730)))
                            .retire();
                    append(store, SEALED);
                    checkpoints(opened, store, api).close();
                });
    }

    @Test
    void whatWasLetGoByASignedStatementIsNotMissed() throws Exception {
        retireWhatIsSealed();
        Answer store = verifyStore();
        assertEquals(0, store.code(), store.text());
        assertTrue(store.text().contains("were let go when their time was over"), store.text());
        List<String> lines = exported();
        assertTrue(lines.getLast().startsWith("{\"digest\":"), lines.getLast());
        assertEquals(store, verifyExport());
        Answer part = verifyPart(part());
        assertEquals(0, part.code(), part.text());
        Files.write(export, lines.subList(0, lines.size() - 1));
        Answer published = verifyExport();
        assertEquals(store, published, "the folder has the statement too");
        Answer unsaid =
                run("audit", "verify", "--store", home.toString(), "--export", export.toString());
        assertNames(1, unsaid);
        int first = Integer.parseInt(lines.getFirst().replaceAll(".*\"sequence\":(\\d+).*", "$1"));
        lines.remove(0);
        Files.write(export, lines);
        assertNames(first, verifyExport());
    }

    @Test
    void eachFormIsExportedWithItsFilter() throws Exception {
        for (String form : List.of("csv", "ocsf", "cloudevents")) {
            Answer all = run("audit", "export", "--store", home.toString(), "--format", form);
            assertEquals(0, all.code(), all.text());
            Answer none =
                    run(
                            "audit",
                            "export",
                            "--store",
                            home.toString(),
                            "--format",
                            form,
                            "--actor",
                            "nobody");
            assertTrue(all.text().lines().count() > none.text().lines().count() + 2, form);
        }
        assertEquals(1, run("audit", "export", "--store", home.toString(), "--format", "x").code());
    }

    @Test
    void aRunningHubIsAskedAndRecordsThatItWas() throws Exception {
        withHub(
                (opened, store, api) -> {
                    opened.writePrivate(
                            "kubeconfig", api.kubeconfig("hub", Operators.ADMINISTRATOR));
                    try (RunningAudit running = RunningAudit.of(home.resolve("kubeconfig"))) {
                        AuditCheck check =
                                new AuditCheck(
                                        api.pki().auditKeys().getPublic(), List.of(), List.of());
                        assertTrue(check.of(running).toString().startsWith("Intact["));
                        AuditQuery own =
                                new AuditQuery(
                                        "rika",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        Long.MAX_VALUE,
                                        10);
                        assertEquals(
                                store.audit().readAfter(own, 0).getFirst(),
                                running.readAfter(own, 0).getFirst());
                        assertEquals(store.audit().hashes(1, 3), running.hashes(1, 3));
                    }
                    AuditEntry newest = store.audit().read(AuditQuery.newest(1)).getFirst().entry();
                    assertEquals("/audit/hashes", newest.object());
                    assertEquals("pinisi-admin", newest.actor());
                });
    }

    @Test
    void withoutAKeyOrAStoreNothingCanBeTold() throws Exception {
        Answer elsewhere = run("audit", "verify", "--store", folder.toString());
        assertEquals(2, elsewhere.code(), elsewhere.text());
        Files.delete(home.resolve(AuditCommand.CHECKPOINTS).resolve(CheckpointFolder.KEY_FILE));
        Answer keyless = verifyStore();
        assertEquals(2, keyless.code(), keyless.text());
        assertTrue(keyless.text().contains("--key"), keyless.text());
    }

    @Test
    void whatIsNoDatabaseIsNoFindingAboutRecords() throws Exception {
        Files.write(home.resolve("hub").resolve("store.mv.db"), new byte[16 * 1024]);
        Answer damaged = verifyStore();
        assertEquals(2, damaged.code(), damaged.text());
    }

    @Test
    void aDamagedCheckpointFileIsNoProof() throws Exception {
        Path file = home.resolve(AuditCommand.CHECKPOINTS).resolve("checkpoint-000000000001.json");
        Files.writeString(file, Files.readString(file).replace("\"last\":", "\"lost\":"));
        assertEquals(1, verifyStore().code());
    }
}
