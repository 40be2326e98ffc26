package io.pinisi.portal.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A hub whose clusters all run elsewhere. */
@Command(
        name = "portal",
        description =
                "Start portal and hub without a cluster of their own; clusters join by kubeconfig"
                        + " or agent. Ctrl-C stops them.",
        mixinStandardHelpOptions = true)
final class PortalCommand implements Callable<Integer> {
    @Mixin private SsoOptions sso = new SsoOptions();

    @Override
    public Integer call() throws InterruptedException {
        Progress progress = new Progress(System.out, InstantSource.system());
        return Foreground.run(
                new Installation(Settings.of(System.getenv()).alone(), List.of(), sso, progress),
                progress,
                "portal and hub");
    }
}
