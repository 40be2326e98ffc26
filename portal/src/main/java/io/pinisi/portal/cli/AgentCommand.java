package io.pinisi.portal.cli;

import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.federation.agent.Agent;
import io.pinisi.federation.agent.AgentOptions;
import io.pinisi.federation.agent.InCluster;
import io.pinisi.federation.membership.Kubeconfig;
import io.pinisi.federation.membership.KubeconfigReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings a cluster that the hub cannot dial into the federation. */
@Command(
        name = "agent",
        description =
                "Bring a cluster that the hub cannot dial into the federation. Run it where both"
                    + " the hub and the cluster's API can be reached, or in a pod of the cluster.",
        mixinStandardHelpOptions = true)
final class AgentCommand implements Callable<Integer> {
    @Option(
            names = "--hub",
            required = true,
            paramLabel = "URL",
            description = "the hub's API, for example https://hub.example:6443")
    private URI hub = URI.create("");

    @Option(
            names = "--cluster",
            required = true,
            paramLabel = "NAME",
            description = "the cluster's name on the hub")
    private String cluster = "";

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:PINISI_TOKEN}",
            description =
                    "lets the agent in the first time; also taken from PINISI_TOKEN, where other"
                            + " users of the machine do not see it")
    private @Nullable String token;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "how the cluster's API is reached; in a pod of it, by its account")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = ".pinisi-agent",
            description = "where certificate and orders are kept (default: ${DEFAULT-VALUE})")
    private Path home = Path.of(".pinisi-agent");

    @Override
    public Integer call() throws InterruptedException {
        AgentOptions options =
                AgentOptions.of(server(), cluster, token(), member(), home)
                        .running(Settings.plugins(System.getenv()));
        try (Agent agent = Agent.start(options)) {
            Runtime.getRuntime().addShutdownHook(new Thread(agent::close));
            System.out.println("pinisi: agent of " + cluster + ", dialling " + hub);
            agent.await();
        } catch (IOException e) {
            throw new Failure("the agent cannot use " + home + ": " + e.getMessage(), e);
        }
        return 0;
    }

    private URI server() {
        if (!"https".equals(hub.getScheme()) || hub.getHost() == null) {
            throw new Failure("--hub must be a URL with https, for example https://hub:6443");
        }
        return URI.create("https://" + hub.getAuthority());
    }

    private Optional<BootstrapToken> token() {
        if (token == null || token.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                BootstrapToken.parse(token)
                        .orElseThrow(
                                () ->
                                        new Failure(
                                                "--token has not the form id.secret of a token")));
    }

    private Supplier<Kubeconfig> member() {
        if (kubeconfig == null) {
            return InCluster.find(System.getenv(), InCluster.FOLDER)
                    .orElseThrow(
                            () ->
                                    new Failure(
                                            "this is no pod with a service account: say by"
                                                    + " --kubeconfig how the cluster is reached"));
        }
        Path file = kubeconfig;
        read(file); // a fault is told now, not in a log later
        return () -> read(file);
    }

    private static Kubeconfig read(Path file) {
        try {
            return KubeconfigReader.read(Files.readString(file));
        } catch (IOException e) {
            throw new Failure("the kubeconfig " + file + " cannot be read", e);
        } catch (ApiException e) {
            throw new Failure(file + ": " + e.getMessage(), e);
        }
    }
}
