package io.pinisi.portal.cli;

import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.PartCheck;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.revision.StoreUnavailableException;
import io.pinisi.federation.evidence.PackFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether a log is whole; its exit code is made for scripts. */
@Command(
        name = "verify",
        description = {
            "Check an audit log against its signed checkpoints, and name the first broken"
                    + " record.",
            "A hub that runs is asked through its API, with the kubeconfig in its home.",
            "Exit code: 0 intact, 1 broken, 2 cannot tell."
        })
final class AuditVerifyCommand implements Callable<Integer> {
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
            names = "--pack",
            paramLabel = "FILE",
            description = "check what `pinisi audit pack` wrote instead of a store")
    private @Nullable Path pack;

    @Option(
            names = "--filtered",
            description = {
                "the export is only a part of the log, made with a filter: check each record by"
                        + " its own proof.",
                "Altered and added records are found; that a record was left out is not"
            })
    private boolean filtered;

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
            if (pack != null) {
                return tell(PackFile.check(pack, key(published())));
            }
            return filtered ? tellPart() : tell(verify());
        } catch (Failure | IOException | UncheckedIOException | StoreUnavailableException e) {
            return say(UNDECIDED, "cannot tell: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return say(BROKEN, "broken: " + e.getMessage());
        }
    }

    private Verification verify() throws IOException {
        AuditCheck check = check();
        return export != null
                ? check.of(export)
                : AuditCommand.read(AuditCommand.home(store), check::of);
    }

    private CheckpointFolder published() {
        return new CheckpointFolder(
                checkpoints == null
                        ? AuditCommand.home(store).resolve(AuditCommand.CHECKPOINTS)
                        : checkpoints);
    }

    private AuditCheck check() throws IOException {
        CheckpointFolder published = published();
        if (export != null && checkpoints == null) {
            return new AuditCheck(key(published), List.of(), List.of());
        }
        return new AuditCheck(key(published), published.read(), published.readRetirements());
    }

    private int tellPart() throws IOException {
        if (export == null) {
            throw new Failure("--filtered is about an export (--export FILE)");
        }
        return switch (check().ofPart(export)) {
            case Verification.Broken broken ->
                    say(BROKEN, "broken: record " + broken.sequence() + ": " + broken.reason());
            case PartCheck.Part part when part.proven() == 0 && part.unproven() > 0 ->
                    say(
                            UNDECIDED,
                            "cannot tell: none of the %d records has a proof (export with --proofs)"
                                    .formatted(part.unproven()));
            case PartCheck.Part part ->
                    say(
                            INTACT,
                            "part of the log: %d records are as they were written and sealed; %d are newer than the last checkpoint; whether records were left out cannot be told from a part"
                                    .formatted(part.proven(), part.unproven()));
        };
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
                            "intact: %d records, checkpoints vouch for %d of them; the last hash is %s%s"
                                    .formatted(
                                            intact.records(),
                                            intact.sealed(),
                                            intact.hash(),
                                            letGo(intact)));
        };
    }

    private int tell(PackFile.Found found) {
        return switch (found) {
            case PackFile.Harmed harmed -> say(BROKEN, "broken: " + harmed.reason());
            case PackFile.Whole whole ->
                    say(
                            INTACT,
                            "intact: pack %s, made %s by %s: %d files are as they were signed; of their records checkpoints vouch for %d, and %d are newer than the last checkpoint"
                                    .formatted(
                                            whole.control(),
                                            whole.madeAt(),
                                            whole.madeBy(),
                                            whole.files(),
                                            whole.proven(),
                                            whole.unproven()));
        };
    }

    private static String letGo(Verification.Intact intact) {
        return intact.retired() == 0
                ? ""
                : "; %d records before were let go when their time was over, by signed statements"
                        .formatted(intact.retired());
    }

    private int say(int code, String text) {
        Objects.requireNonNull(spec).commandLine().getOut().println(text);
        return code;
    }
}
