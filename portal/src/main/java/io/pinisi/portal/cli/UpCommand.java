package io.pinisi.portal.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything on one machine, in the foreground: portal, hub and embedded clusters. */
@Command(
        name = "up",
        description = "Start portal, hub and two clusters on this machine; Ctrl-C stops them.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "folder of image archives to serve besides PINISI_HOME/images")
    private List<Path> images = List.of();

    @Mixin private SsoOptions sso = new SsoOptions();

    @Override
    public Integer call() throws InterruptedException {
        Progress progress = new Progress(System.out, InstantSource.system());
        return Foreground.run(
                new Installation(Settings.of(System.getenv()), images, sso, progress),
                progress,
                "pods, clusters and portal");
    }
}
