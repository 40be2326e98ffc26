package io.pinisi.portal.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything on one machine, in the foreground: portal, hub and embedded clusters. */
@Command(
        name = "up",
        description = "Start portal, hub and two clusters on this machine; Ctrl-C stops them.")
final class UpCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(UpCommand.class);

    @Option(
            names = "--images",
            description = "folder of image archives to serve besides PINISI_HOME/images")
    private List<Path> images = List.of();

    @Mixin private SsoOptions sso = new SsoOptions();

    @Override
    public Integer call() throws Exception {
        Settings settings = Settings.of(System.getenv());
        Progress progress = new Progress(System.out, InstantSource.system());
        CountDownLatch stopped = new CountDownLatch(1);
        Installation installation = new Installation(settings, images, sso, progress);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    progress.say("pinisi: stopping pods, clusters and portal");
                                    installation.close();
                                    progress.say("pinisi: stopped");
                                    stopped.countDown();
                                },
                                "shutdown"));
        try {
            installation.start();
        } catch (Failure failure) {
            throw failure;
        } catch (RuntimeException e) {
            log.error("the start failed", e);
            throw new Failure("the start failed: " + e.getMessage(), e);
        }
        stopped.await();
        return 0;
    }
}
