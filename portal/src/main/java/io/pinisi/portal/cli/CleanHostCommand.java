package io.pinisi.portal.cli;

import io.pinisi.cluster.node.engine.NodeCleanup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Removes what a killed process left on the machine; images and data stay. */
@Command(
        name = "clean-host",
        description = "Remove containers, network namespaces and tables that a killed Pinisi left.")
final class CleanHostCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Settings settings = Settings.of(System.getenv());
        try (Home home = Home.open(settings.home())) {
            NodeCleanup.clean(home.path());
        }
        return 0;
    }
}
