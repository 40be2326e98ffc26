package io.pinisi.portal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.history.HistoryOptions;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.history.History;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The past at a terminal, asked of a hub that runs. */
final class HistoryCommandIT {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir private Path home;

    private record Answer(int code, String text) {}

    private Answer run(String... arguments) {
        StringWriter out = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .execute(arguments);
        return new Answer(code, out.toString());
    }

    @Test
    void whatWasIsListedShownAndCompared() throws Exception {
        try (Home opened = Home.open(home);
                Database store = HubStore.open(opened);
                History history = HubStore.openHistory(opened);
                ApiServer api =
                        ApiServerAssembly.start(
                                ApiServerOptions.local(
                                        opened.resolve("hub"), "hub", Profile.HUB, store, 0),
                                HistoryOptions.hub(history))) {
            opened.writePrivate("kubeconfig", api.kubeconfig("hub", Operators.ADMINISTRATOR));
            ApiClient hub = api.client(Operators.ADMINISTRATOR);
            ResourcePath settings =
                    ResourcePath.all(GroupVersionResource.of("v1", "configmaps"))
                            .in("default")
                            .named("settings");
            ObjectNode first =
                    Yaml.parse(
                                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings},"
                                            + " data: {colour: blue}}")
                            .getFirst();
            hub.create(
                    ResourcePath.all(GroupVersionResource.of("v1", "configmaps")).in("default"),
                    first,
                    WriteOptions.PLAIN);
            String then = momentOf("blue");
            ObjectNode green = Yaml.parse("{data: {colour: green}}").getFirst();
            hub.patch(settings, PatchType.MERGE, green, WriteOptions.PLAIN);
            String now = momentOf("green");

            Answer list = ask("list", "--at", then, "--resource", "configmaps");
            assertTrue(list.text().contains("default/settings"), list.text());
            Answer get = ask("get", "configmaps", "default/settings", "--at", then);
            assertTrue(get.text().contains("blue") && get.code() == 0, get.text());
            Answer diff = ask("diff", "--from", then, "--until", now, "--resource", "configmaps");
            assertTrue(diff.text().contains("~ hub configmaps default/settings"), diff.text());
            assertTrue(diff.text().contains("data.colour: \"blue\" -> \"green\""), diff.text());
            Answer none = ask("get", "configmaps", "default/other", "--at", then);
            assertEquals(1, none.code());
            assertTrue(none.text().contains("did not exist"), none.text());
        }
    }

    private Answer ask(String command, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "history";
        all[1] = command;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[all.length - 2] = "--store";
        all[all.length - 1] = home.toString();
        return run(all);
    }

    /**
     * A moment at which the history has this colour; it follows the store, it does not hold it up.
     */
    private String momentOf(String colour) {
        Instant end = Instant.now().plus(SOON);
        while (Instant.now().isBefore(end)) {
            String moment = Instant.now().toString();
            if (ask("get", "configmaps", "default/settings", "--at", moment)
                    .text()
                    .contains(colour)) {
                return moment;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("the history has no " + colour + " within " + SOON);
    }
}
