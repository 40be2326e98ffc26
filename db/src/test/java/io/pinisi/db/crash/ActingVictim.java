package io.pinisi.db.crash;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.account.Account;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRetention;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.CheckpointLimits;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.audit.Checkpointer;
import io.pinisi.db.audit.RetentionPolicy;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;

/**
 * The victim: writes objects, makes accounts, notes acts, seals the chain and lets old records go,
 * all at once, and says each acknowledged effect on standard output until it is killed.
 */
final class ActingVictim {
    /** Whether records are noted that have no effect, or old ones are let go. */
    enum Mode {
        NOTING,
        RETIRING
    }

    static final String PUT = "put";
    static final String ACCOUNT = "account";
    static final String NOTE = "note";
    static final String CHECKPOINTS = "checkpoints";

    /** How long a sealed record is kept. */
    private static final Duration KEPT = Duration.ofMillis(300);

    private static final int WRITERS = 3;
    private static final CheckpointLimits SEALING =
            new CheckpointLimits(20, Duration.ofMillis(100), Duration.ofMillis(5));

    private final Database database;
    private final String round;
    private final OutputStream out;

    private ActingVictim(Database database, String round, OutputStream out) {
        this.database = database;
        this.round = round;
        this.out = out;
    }

    /** One thing that is done for ever, with a number of its own each time. */
    private interface Act {
        void run(int number) throws InterruptedException, IOException;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Database database = Database.open(DatabaseOptions.file(folder.resolve("store")));
        ActingVictim victim =
                new ActingVictim(database, arguments[1], new FileOutputStream(FileDescriptor.out));
        CheckpointSigner signer = new CheckpointSigner(readKeys(folder));
        CheckpointFolder published = new CheckpointFolder(folder.resolve(CHECKPOINTS));
        Checkpointer.start(database.audit(), signer, published, SEALING, InstantSource.system());
        for (int i = 0; i < WRITERS; i++) {
            String prefix = "/" + arguments[1] + "/" + i + "/";
            victim.repeat(number -> victim.put(prefix + number));
        }
        victim.repeat(victim::account);
        switch (Mode.valueOf(arguments[2])) {
            case NOTING -> victim.repeat(victim::note);
            case RETIRING -> {
                AuditRetention retention =
                        new AuditRetention(
                                database.audit(),
                                signer,
                                published,
                                RetentionPolicy.STANDARD.withRetention(KEPT),
                                InstantSource.system());
                victim.repeat(_ -> retention.retire());
            }
        }
    }

    static void writeKeys(Path folder, KeyPair keys) throws IOException {
        Files.write(folder.resolve("private"), keys.getPrivate().getEncoded());
        Files.write(folder.resolve("public"), keys.getPublic().getEncoded());
    }

    private static KeyPair readKeys(Path folder) throws IOException, GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        return new KeyPair(
                factory.generatePublic(
                        new X509EncodedKeySpec(Files.readAllBytes(folder.resolve("public")))),
                factory.generatePrivate(
                        new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve("private")))));
    }

    private void repeat(Act act) {
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                for (int number = 0; ; number++) {
                                    act.run(number);
                                }
                            } catch (InterruptedException | IOException e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }

    private void put(String key) throws InterruptedException, IOException {
        Revision written =
                database.revisions()
                        .write(
                                Write.create(
                                        key,
                                        key.getBytes(StandardCharsets.UTF_8),
                                        new Write.Origin("victim", "r"),
                                        entry(PUT, key)));
        say(PUT + " " + written.number() + " " + key);
    }

    private void account(int number) throws InterruptedException, IOException {
        String name = round + "-" + number;
        Account account =
                new Account(name, "hash", new TreeSet<>(List.of("a")), false, false, Instant.EPOCH);
        if (database.accounts().create(account, entry(ACCOUNT, name))) {
            say(ACCOUNT + " 0 " + name);
        }
    }

    private void note(int number) throws InterruptedException, IOException {
        String name = round + "-" + number;
        say(NOTE + " " + database.audit().append(entry(NOTE, name)).sequence() + " " + name);
    }

    private static AuditEntry entry(String verb, String object) {
        return new AuditEntry("victim", List.of(), verb, object, "r", "", "api", "allowed", "{}");
    }

    private synchronized void say(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
