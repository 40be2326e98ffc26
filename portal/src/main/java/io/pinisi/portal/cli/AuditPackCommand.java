package io.pinisi.portal.cli;

import io.pinisi.federation.evidence.Evidence;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches an evidence pack from a hub that runs. */
@Command(
        name = "pack",
        description = {
            "Make an evidence pack: one signed ZIP that answers what a control asks.",
            "Controls: pci-dss-10, soc2-cc6, soc2-cc7, soc2-cc8, iso-27001-a.8.15, access-review.",
            "`pinisi audit verify --pack FILE` checks it anywhere."
        })
final class AuditPackCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CONTROL", description = "what it is about")
    private String control = "";

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "earlier")
    private String from = "";

    @Option(names = "--until", defaultValue = "", paramLabel = "TIME", description = "now")
    private String until = "";

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "the ZIP")
    private @Nullable Path output;

    @Option(names = "--store", paramLabel = "HOME", description = "default: PINISI_HOME")
    private @Nullable Path store;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Path file = Objects.requireNonNull(output);
        Path kubeconfig = AuditCommand.home(store).resolve("kubeconfig");
        try (RunningHub hub = RunningHub.of(kubeconfig, "pinisi-audit")) {
            Path fresh = file.resolveSibling(file.getFileName() + ".part");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
                hub.copy(Evidence.PACKS + "/" + control, Map.of("from", from, "until", until), out);
            } catch (Failure failure) {
                Files.deleteIfExists(fresh);
                throw failure;
            }
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Objects.requireNonNull(spec).commandLine().getOut().println(file);
        return 0;
    }
}
