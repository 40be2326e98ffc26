package io.pinisi.portal.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code pinisi}: the executable and its subcommands. */
@Command(
        name = "pinisi",
        description =
                "A portal over a federation of Kubernetes clusters, and the clusters themselves.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            PortalCommand.class,
            ClusterCommand.class,
            AgentCommand.class,
            AccountCommand.class,
            AuditCommand.class,
            HistoryCommand.class,
            RealmCommand.class,
            CleanHostCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain);
    }

    private static int explain(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof Failure) {
            command.getErr().println("pinisi: " + failure.getMessage());
            return FAILED;
        }
        throw failure;
    }
}
