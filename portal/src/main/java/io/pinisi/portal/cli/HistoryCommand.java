package io.pinisi.portal.cli;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was, asked of a hub that runs, with the kubeconfig in its home. */
@Command(
        name = "history",
        description = {
            "What was at a moment, and what changed between two.",
            "The hub that runs is asked, with the kubeconfig in its home; times are RFC 3339."
        },
        subcommands = {
            HistoryCommand.Listing.class,
            HistoryCommand.Get.class,
            HistoryCommand.Diff.class,
            HistoryAccessCommand.class,
            HistoryWhereaboutsCommand.class
        })
final class HistoryCommand {
    private static final String OBJECTS = "/history/objects";
    private static final String CHANGES = "/history/changes";

    private HistoryCommand() {}

    /** What the subcommands share. */
    abstract static class Asking implements Callable<Integer> {
        @Option(names = "--store", paramLabel = "HOME", description = "default: PINISI_HOME")
        private @Nullable Path store;

        @Spec private @Nullable CommandSpec spec;

        /** Hands on the items of every page. */
        final void each(String path, Map<String, String> parameters, Consumer<ObjectNode> item) {
            Path kubeconfig = AuditCommand.home(store).resolve("kubeconfig");
            try (RunningHub hub = RunningHub.of(kubeconfig, "pinisi-history")) {
                String next = "";
                do {
                    Map<String, String> asked = new LinkedHashMap<>(parameters);
                    asked.put("continue", next);
                    ObjectNode page =
                            Json.parse(hub.text(path, asked).getBytes(StandardCharsets.UTF_8));
                    for (JsonNode one : page.path("items")) {
                        item.accept((ObjectNode) one);
                    }
                    next = page.path("continue").asString("");
                } while (!next.isEmpty());
            }
        }

        /** The whole answer to a question that has no pages. */
        final ObjectNode ask(String path, Map<String, String> parameters) {
            Path kubeconfig = AuditCommand.home(store).resolve("kubeconfig");
            try (RunningHub hub = RunningHub.of(kubeconfig, "pinisi-history")) {
                return Json.parse(hub.text(path, parameters).getBytes(StandardCharsets.UTF_8));
            }
        }

        final PrintWriter out() {
            return Objects.requireNonNull(spec).commandLine().getOut();
        }

        static String name(JsonNode item) {
            String namespace = item.path("namespace").asString("");
            String name = item.path("name").asString("");
            return namespace.isEmpty() ? name : namespace + "/" + name;
        }
    }

    /** The objects that a question is about. */
    static final class Scope {
        @Option(
                names = "--resource",
                defaultValue = "",
                paramLabel = "RESOURCE",
                description = "as in deployments.apps; default: all")
        private String resource = "";

        @Option(
                names = "--namespace",
                defaultValue = "",
                paramLabel = "NAME",
                description = "default: all")
        private String namespace = "";

        @Option(
                names = "--source",
                defaultValue = "",
                paramLabel = "NAME",
                description = "hub (default), the name of a cluster, or * for all of them")
        private String source = "";

        @Option(names = "--name", defaultValue = "", paramLabel = "NAME", description = "one name")
        private String name = "";

        Map<String, String> parameters() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("source", source);
            parameters.put("resource", resource);
            parameters.put("namespace", namespace);
            parameters.put("name", name);
            parameters.put("limit", "500");
            return parameters;
        }
    }

    /** One line for each object that existed. */
    @Command(name = "list", description = "List what existed at a moment.")
    static final class Listing extends Asking {
        @Option(
                names = "--at",
                required = true,
                paramLabel = "TIME",
                description = "as in 2026-11-21T12:00:00Z")
        private String at = "";

        @Mixin private Scope scope = new Scope();

        @Option(names = "--json", description = "whole states, one to a line")
        private boolean json;

        @Override
        public Integer call() {
            Map<String, String> parameters = scope.parameters();
            parameters.put("at", at);
            each(OBJECTS, parameters, this::print);
            return 0;
        }

        private void print(ObjectNode state) {
            if (json) {
                out().println(state);
                return;
            }
            out().println(
                            "%-12s %-36s %-48s since %s by %s"
                                    .formatted(
                                            state.path("source").asString(""),
                                            state.path("resource").asString(""),
                                            name(state),
                                            state.path("validFrom").asString(""),
                                            state.path("actor").asString("")));
        }
    }

    /** The manifest as it was. */
    @Command(name = "get", description = "Show one object as it was at a moment, as YAML.")
    static final class Get extends Asking {
        @Parameters(index = "0", paramLabel = "RESOURCE", description = "as in deployments.apps")
        private String resource = "";

        @Parameters(index = "1", paramLabel = "[NAMESPACE/]NAME", description = "which one")
        private String key = "";

        @Option(names = "--at", required = true, paramLabel = "TIME", description = "when")
        private String at = "";

        private boolean found;

        @Override
        public Integer call() {
            int slash = key.indexOf('/');
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("resource", resource);
            parameters.put("namespace", slash < 0 ? "" : key.substring(0, slash));
            parameters.put("name", key.substring(slash + 1));
            parameters.put("at", at);
            each(OBJECTS, parameters, this::print);
            if (!found) {
                throw new Failure(resource + " " + key + " did not exist at " + at);
            }
            return 0;
        }

        private void print(ObjectNode state) {
            boolean same = key.equals(name(state));
            if (same && state.path("object") instanceof ObjectNode object) {
                found = true;
                out().print(Yaml.print(object));
                out().flush();
            }
        }
    }

    /** Field by field. */
    @Command(name = "diff", description = "Show what changed between two moments.")
    static final class Diff extends Asking {
        @Option(names = "--from", required = true, paramLabel = "TIME", description = "earlier")
        private String from = "";

        @Option(names = "--until", defaultValue = "", paramLabel = "TIME", description = "now")
        private String until = "";

        @Mixin private Scope scope = new Scope();

        @Option(names = "--json", description = "whole changes, one to a line")
        private boolean json;

        @Override
        public Integer call() {
            Map<String, String> parameters = scope.parameters();
            parameters.put("from", from);
            parameters.put("until", until);
            each(CHANGES, parameters, this::print);
            return 0;
        }

        private void print(ObjectNode change) {
            if (json) {
                out().println(change);
                return;
            }
            boolean was = change.path("before").path("exists").asBoolean(false);
            boolean is = change.path("after").path("exists").asBoolean(false);
            if (!was && !is) {
                return;
            }
            String sign = was ? (is ? "~" : "-") : "+";
            out().println(
                            "%s %s %s %s"
                                    .formatted(
                                            sign,
                                            change.path("source").asString(""),
                                            change.path("resource").asString(""),
                                            name(change)));
            if (was && is) {
                change.path("differences").forEach(this::printField);
            }
        }

        private void printField(JsonNode field) {
            out().println(
                            "    "
                                    + field.path("path").asString("")
                                    + ": "
                                    + side(field.path("before"))
                                    + " -> "
                                    + side(field.path("after")));
        }

        private static String side(JsonNode value) {
            return value.isMissingNode() ? "(none)" : value.toString();
        }
    }
}
