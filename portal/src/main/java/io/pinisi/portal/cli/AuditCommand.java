package io.pinisi.portal.cli;

import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.StoredAudit;
import io.pinisi.db.audit.AuditSource;
import io.pinisi.db.revision.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Evidence: what the hub's audit log says, and whether it is what was written. */
@Command(
        name = "audit",
        description = "The hub's audit log.",
        subcommands = {AuditVerifyCommand.class, AuditExportCommand.class, AuditPackCommand.class})
final class AuditCommand {
    /** Where checkpoints are published in a home. */
    static final String CHECKPOINTS = "audit/checkpoints";

    private AuditCommand() {}

    static Path home(@Nullable Path asked) {
        return asked == null ? Settings.of(System.getenv()).home() : asked.toAbsolutePath();
    }

    /** The store itself where nobody has it open, else the hub that has. */
    static <T> T read(Path home, Function<AuditSource, T> use) {
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
}
