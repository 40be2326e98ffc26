package io.pinisi.portal.cli;

import io.pinisi.portal.cli.ApiAddress.Setting;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One cluster in a process of its own: it knows no hub, and outlives each. */
@Command(
        name = "cluster",
        description =
                "Start one cluster on this machine; Ctrl-C stops it. Its administrator's kubeconfig"
                        + " is PINISI_HOME/kubeconfig: kubectl works with it, and by it the cluster"
                        + " joins a hub.",
        mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
    private static final int LARGEST_PORT = 65_535;
    private static final int MOST_NODES = 50;

    /** Room for what is made of it: names of nodes, pods and network namespaces. */
    private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,30}[a-z0-9])?");

    @Parameters(paramLabel = "NAME", description = "the cluster's name, for example lombok")
    private String name = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "6443",
            description = "of its API (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "of this machine, where its API listens (default: ${DEFAULT-VALUE})")
    private String bind = "";

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "",
            description =
                    "how others reach its API, if not where it listens; written into the"
                            + " kubeconfig")
    private String url = "";

    @Option(
            names = "--nodes",
            paramLabel = "COUNT",
            defaultValue = "2",
            description = "how many nodes share this machine (default: ${DEFAULT-VALUE})")
    private int nodes;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "folder of image archives to serve besides PINISI_HOME/images")
    private List<Path> images = List.of();

    @Mixin private SsoOptions sso = new SsoOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (!NAME.matcher(name).matches()) {
            throw new Failure(
                    "NAME must be at most 32 small letters, digits and hyphens, and begin with a"
                            + " letter, not "
                            + name);
        }
        require("--port", port, LARGEST_PORT);
        require("--nodes", nodes, MOST_NODES);
        ApiAddress address =
                ApiAddress.of(new Setting("--bind", bind), new Setting("--url", url), port);
        Progress progress = new Progress(System.out, InstantSource.system());
        return Foreground.run(
                new SingleCluster(
                        Settings.of(System.getenv()), name, address, nodes, images, sso, progress),
                progress,
                "pods and cluster");
    }

    private static void require(String option, int number, int most) {
        if (number < 1 || number > most) {
            throw new Failure(option + " must be from 1 to " + most + ", not " + number);
        }
    }
}
