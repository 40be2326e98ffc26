package io.pinisi.db.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.StoredAudit;
import io.pinisi.db.account.Account;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.Retirement;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.crash.ActingVictim.Mode;
import io.pinisi.db.revision.Revision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kill -9 at any moment leaves the audit chain and the effects in step: what was acknowledged has
 * its record, and no record is there without its effect.
 */
class EffectsKillTest {
    private static final int ROUNDS = 3;
    private static final int MOMENT_MILLIS_MAX = 2500;

    @TempDir Path folder;
    private KeyPair keys;

    @ParameterizedTest
    @EnumSource(Mode.class)
    @Timeout(600)
    void recordsAndEffectsGoTogether(Mode mode) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ActingVictim.writeKeys(folder, keys);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String where = "seed " + seed + ", round " + round + ": ";
            acknowledged.addAll(
                    actUntilKilled("round" + round, mode, random.nextInt(MOMENT_MILLIS_MAX)));
            checkChain("round" + round, where);
            try (Database database = Database.open(DatabaseOptions.file(folder.resolve("store")))) {
                check(database, acknowledged, where);
            }
        }
    }

    /** The moment counts from the first effect on. */
    private List<String> actUntilKilled(String name, Mode mode, int millis)
            throws IOException, InterruptedException {
        Path errors = folder.resolve(name + ".err");
        Process victim =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ActingVictim.class.getName(),
                                folder.toString(),
                                name,
                                mode.name())
                        .redirectError(errors.toFile())
                        .start();
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            String first = out.readLine();
            assertTrue(first != null, () -> "nothing was done: " + text(errors));
            heard.add(first);
            Thread listener = Thread.ofVirtual().start(() -> out.lines().forEach(heard::add));
            assertTrue(
                    !victim.waitFor(millis, TimeUnit.MILLISECONDS),
                    () -> "the victim ended by itself: " + text(errors));
            victim.destroyForcibly().waitFor();
            listener.join();
        } finally {
            victim.destroyForcibly().waitFor();
        }
        return List.copyOf(heard);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of what was left, before anybody opens the store: what was published holds. */
    private void checkChain(String name, String where) throws IOException {
        CheckpointFolder published = new CheckpointFolder(folder.resolve(ActingVictim.CHECKPOINTS));
        Path left = copyOfStore(folder.resolve(name + ".left"));
        try (StoredAudit stored = StoredAudit.open(DatabaseOptions.file(left))) {
            List<Checkpoint> sealed = all(stored::checkpointsAfter, Checkpoint::number);
            assertEquals(
                    published.read(),
                    sealed.subList(0, published.read().size()),
                    where + "published is what the store has");
            Set<Retirement> letGo =
                    new HashSet<>(all(stored::retirementsAfter, Retirement::number));
            assertTrue(letGo.containsAll(published.readRetirements()), where);
            ChainCheck check = ChainCheck.against(sealed, List.copyOf(letGo), keys.getPublic());
            all(stored::after, AuditRecord::sequence).forEach(check::add);
            assertInstanceOf(Verification.Intact.class, stored.end(check), where);
        }
    }

    private Path copyOfStore(Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith("store")) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
        return to.resolve("store");
    }

    private static <T> List<T> all(LongFunction<List<T>> after, ToLongFunction<T> number) {
        List<T> all = new ArrayList<>();
        List<T> page;
        do {
            page = after.apply(all.isEmpty() ? 0 : number.applyAsLong(all.getLast()));
            all.addAll(page);
        } while (page.size() == AuditTrail.PAGE_MAX);
        return all;
    }

    private static void check(Database database, List<String> acknowledged, String where) {
        List<AuditRecord> records = all(database.audit()::after, AuditRecord::sequence);
        List<Retirement> letGo = all(database.audit()::retirementsAfter, Retirement::number);
        Set<String> effects = effects(database);
        Set<String> recorded = words(records);
        Map<String, Long> byVerb =
                records.stream()
                        .collect(
                                Collectors.groupingBy(
                                        chained -> chained.entry().verb(), Collectors.counting()));
        assertTrue(effects.containsAll(recorded), where + "a record without its effect");
        long notes = byVerb.getOrDefault(ActingVictim.NOTE, 0L);
        assertEquals(
                effects.size() + notes + letGo.size(),
                records.getLast().sequence(),
                where + "each effect has one record");
        if (letGo.isEmpty()) {
            assertEquals(effects, recorded, where + "an effect without its record");
            recorded.addAll(notes(records));
            assertTrue(recorded.containsAll(acknowledged), where + "acknowledged and lost");
        } else {
            assertTrue(effects.containsAll(acknowledged), where + "acknowledged and lost");
        }
    }

    private static Set<String> effects(Database database) {
        return Stream.concat(
                        database.revisions().range("", "", 0, 0).stream()
                                .map(EffectsKillTest::word),
                        database.accounts().list().stream()
                                .map(Account::name)
                                .map(name -> ActingVictim.ACCOUNT + " 0 " + name))
                .collect(Collectors.toSet());
    }

    private static String word(Revision revision) {
        return ActingVictim.PUT + " " + revision.number() + " " + revision.key();
    }

    /** Records of effects, in the words in which the victim acknowledges them. */
    private static Set<String> words(List<AuditRecord> records) {
        return records.stream()
                .filter(chained -> isOfEffect(chained.entry().verb()))
                .map(
                        chained ->
                                chained.entry().verb()
                                        + " "
                                        + chained.revision().orElse(0)
                                        + " "
                                        + chained.entry().object())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isOfEffect(String verb) {
        return verb.equals(ActingVictim.PUT) || verb.equals(ActingVictim.ACCOUNT);
    }

    private static List<String> notes(List<AuditRecord> records) {
        return records.stream()
                .filter(chained -> chained.entry().verb().equals(ActingVictim.NOTE))
                .map(
                        chained ->
                                ActingVictim.NOTE
                                        + " "
                                        + chained.sequence()
                                        + " "
                                        + chained.entry().object())
                .toList();
    }
}
