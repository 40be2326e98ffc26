package io.pinisi.portal.cli;

import io.pinisi.federation.evidence.Evidence;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The review of access, at a terminal. */
@Command(
        name = "access",
        description = "Show who had which right on which cluster at a moment, with its last use.")
final class HistoryAccessCommand extends HistoryCommand.Asking {
    @Option(names = "--at", defaultValue = "", paramLabel = "TIME", description = "default: now")
    private String at = "";

    @Option(names = "--subject", defaultValue = "", paramLabel = "NAME", description = "whose")
    private String subject = "";

    @Option(names = "--tenant", defaultValue = "", paramLabel = "NAME", description = "of one")
    private String tenant = "";

    @Option(names = "--cluster", defaultValue = "", paramLabel = "NAME", description = "on one")
    private String cluster = "";

    @Option(names = "--json", description = "whole rights, one to a line")
    private boolean json;

    @Override
    public Integer call() {
        Map<String, String> parameters =
                Map.of("at", at, "subject", subject, "tenant", tenant, "cluster", cluster);
        ask(Evidence.ACCESS, parameters).path("items").forEach(this::print);
        return 0;
    }

    private void print(JsonNode right) {
        if (json) {
            out().println(right);
            return;
        }
        out().println(
                        "%-14s %-32s %-36s by %-44s in %-24s clusters %-24s %s"
                                .formatted(
                                        right.path("kind").asString(""),
                                        right.path("subject").asString(""),
                                        right.path("role").asString(""),
                                        right.path("by").asString(""),
                                        scope(right),
                                        names(right.path("clusters"), "none"),
                                        lastUse(right.path("lastUse"))));
    }

    private static String scope(JsonNode right) {
        return right.path("tenant").asString("").isEmpty()
                ? names(right.path("namespaces"), "*")
                : names(right.path("namespaces"), "no project");
    }

    private static String names(JsonNode list, String none) {
        return list.isEmpty()
                ? none
                : StreamSupport.stream(list.spliterator(), false)
                        .map(one -> one.asString(""))
                        .collect(Collectors.joining(","));
    }

    private static String lastUse(JsonNode act) {
        return act.isMissingNode()
                ? "never used"
                : "last used %s by %s: %s %s"
                        .formatted(
                                act.path("at").asString(""),
                                act.path("actor").asString(""),
                                act.path("verb").asString(""),
                                act.path("object").asString(""));
    }
}
