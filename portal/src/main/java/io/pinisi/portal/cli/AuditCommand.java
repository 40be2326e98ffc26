package io.pinisi.portal.cli;

import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.StoredAudit;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.revision.StoreUnavailableException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Evidence: what the hub's audit log says, and whether it is what was written. */
@Command(
        name = "audit",
        description = "The hub's audit log.",
        subcommands = {AuditCommand.Verify.class, AuditCommand.Export.class})
final class AuditCommand {
    /** Where checkpoints are published in a home. */
    static final String CHECKPOINTS = "audit/checkpoints";

    private static final int OUTPUT_BYTES = 64 * 1024;

    private AuditCommand() {}

    private static Path home(@Nullable Path asked) {
        return asked == null ? Settings.of(System.getenv()).home() : asked.toAbsolutePath();
    }

    /** The store itself where nobody has it open, else the hub that has. */
    private static <T> T read(Path home, Function<AuditTrail, T> use) {
        Path store = home.resolve("hub").resolve("store");
        if (!Files.exists(home.resolve("hub").resolve("store.mv.db"))) {
            throw new Failure("there is no store in " + home + " (--store, PINISI_HOME)");
        }
        StoredAudit stored;
        try {
            stored = StoredAudit.open(DatabaseOptions.file(store));
        } catch (StoreUnavailableException closed) {
            try (RunningAudit running = RunningAudit.of(home.resolve("kubeconfig"))) {
                return use.apply(running);
            } catch (Failure failure) {
                throw new Failure(
                        closed.getMessage()
                                + "; and the hub cannot be asked instead: "
                                + failure.getMessage()
                                + ". Stop Pinisi, or give a copy of the folder or an export",
                        failure);
            }
        }
        try (stored) {
            return use.apply(stored);
        }
    }

    /** Says whether a log is whole; its exit code is made for scripts. */
    @Command(
            name = "verify",
            description = {
                "Check an audit log against its signed checkpoints, and name the first broken"
                        + " record.",
                "A hub that runs is asked through its API, with the kubeconfig in its home.",
                "Exit code: 0 intact, 1 broken, 2 cannot tell."
            })
    static final class Verify implements Callable<Integer> {
        private static final int INTACT = 0;
        private static final int BROKEN = 1;
        private static final int UNDECIDED = 2;

        @Option(names = "--store", paramLabel = "HOME", description = "default: PINISI_HOME")
        private @Nullable Path store;

        @Option(
                names = "--export",
                paramLabel = "FILE",
                description = "check what `pinisi audit export` wrote instead of a store")
        private @Nullable Path export;

        @Option(
                names = "--checkpoints",
                paramLabel = "DIR",
                description =
                        "published checkpoints, best a copy from elsewhere; default: the"
                                + " home's; none with --export")
        private @Nullable Path checkpoints;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description =
                        "public key, best a copy from elsewhere; default: the one beside the"
                                + " checkpoints")
        private @Nullable Path key;

        @Spec private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            try {
                return tell(verify());
            } catch (Failure | IOException | UncheckedIOException | StoreUnavailableException e) {
                return say(UNDECIDED, "cannot tell: " + e.getMessage());
            } catch (IllegalArgumentException e) {
                return say(BROKEN, "broken: " + e.getMessage());
            }
        }

        private Verification verify() throws IOException {
            Path folder = checkpoints == null ? home(store).resolve(CHECKPOINTS) : checkpoints;
            CheckpointFolder published = new CheckpointFolder(folder);
            AuditCheck check =
                    new AuditCheck(
                            key(published),
                            export != null && checkpoints == null ? List.of() : published.read());
            return export != null ? check.of(export) : read(home(store), check::of);
        }

        private PublicKey key(CheckpointFolder published) {
            Path file = Optional.ofNullable(key).orElse(published.keyFile());
            try {
                return CheckpointFolder.readKey(file);
            } catch (IOException | IllegalArgumentException e) {
                throw new Failure("no public key to check with in " + file + " (--key)", e);
            }
        }

        private int tell(Verification found) {
            return switch (found) {
                case Verification.Broken broken ->
                        say(BROKEN, "broken: record " + broken.sequence() + ": " + broken.reason());
                case Verification.Intact intact when intact.sealed() == 0 && intact.records() > 0 ->
                        say(
                                UNDECIDED,
                                "cannot tell: the chain of %d records holds, but no checkpoint vouches for it"
                                        .formatted(intact.records()));
                case Verification.Intact intact ->
                        say(
                                INTACT,
                                "intact: %d records, checkpoints vouch for %d of them; the last hash is %s"
                                        .formatted(
                                                intact.records(), intact.sealed(), intact.hash()));
            };
        }

        private int say(int code, String text) {
            Objects.requireNonNull(spec).commandLine().getOut().println(text);
            return code;
        }
    }

    /** Hands the whole log on. */
    @Command(
            name = "export",
            description = {
                "Write the whole audit log as JSON lines, with its checkpoints at the end.",
                "A hub that runs is asked through its API, with the kubeconfig in its home."
            })
    static final class Export implements Callable<Integer> {
        @Option(names = "--store", paramLabel = "HOME", description = "default: PINISI_HOME")
        private @Nullable Path store;

        @Option(
                names = "--output",
                required = true,
                paramLabel = "FILE",
                description = "where to write")
        private Path output = Path.of("");

        @Override
        public Integer call() throws IOException {
            try (PrintStream out =
                    new PrintStream(
                            new BufferedOutputStream(
                                    new FileOutputStream(output.toFile()), OUTPUT_BYTES),
                            false,
                            StandardCharsets.UTF_8)) {
                read(
                        home(store),
                        trail -> {
                            AuditExport.write(trail, out);
                            return output;
                        });
                if (out.checkError()) {
                    throw new Failure(output + " cannot be written");
                }
            }
            return 0;
        }
    }
}
