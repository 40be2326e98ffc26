package io.pinisi.portal.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where objects were, at a terminal; its exit code is made for scripts. */
@Command(
        name = "whereabouts",
        description = {
            "Show in which clusters and regions objects were seen between two moments.",
            "With --outside exit code 0 says that none was, 1 that one was, 2 that nobody knows:",
            "there are times in which a cluster was not watched."
        })
final class HistoryWhereaboutsCommand extends HistoryCommand.Asking {
    private static final int SEEN = 1;
    private static final int UNKNOWN = 2;

    @Option(names = "--from", required = true, paramLabel = "TIME", description = "earlier")
    private String from = "";

    @Option(names = "--until", defaultValue = "", paramLabel = "TIME", description = "now")
    private String until = "";

    @Option(names = "--tenant", defaultValue = "", paramLabel = "NAME", description = "whose")
    private String tenant = "";

    @Option(names = "--namespace", defaultValue = "", paramLabel = "NAME", description = "in one")
    private String namespace = "";

    @Option(
            names = "--outside",
            defaultValue = "",
            paramLabel = "REGION",
            description = "only what was somewhere else than in this region")
    private String outside = "";

    @Override
    public Integer call() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("from", from);
        parameters.put("until", until);
        parameters.put("tenant", tenant);
        parameters.put("namespace", namespace);
        parameters.put("outside", outside);
        ObjectNode answer = ask("/history/whereabouts", parameters);
        answer.path("items").forEach(stay -> print("", stay));
        answer.path("gaps").forEach(gap -> print("not watched: ", gap));
        boolean complete = answer.path("complete").asBoolean(false);
        if (!complete) {
            out().println("... and more");
        }
        return outside.isEmpty() ? 0 : verdict(answer, complete);
    }

    private int verdict(ObjectNode answer, boolean complete) {
        if (!answer.path("items").isEmpty()) {
            return SEEN;
        }
        if (!answer.path("gaps").isEmpty() || !complete) {
            out().println("none was seen outside " + outside + ", but not all was watched");
            return UNKNOWN;
        }
        out().println("none was ever outside " + outside);
        return 0;
    }

    private void print(String what, JsonNode stay) {
        out().println(
                        "%s%-16s %-12s %-30s %-40s %s to %s %s"
                                .formatted(
                                        what,
                                        stay.path("cluster").asString(""),
                                        stay.path("region").asString(""),
                                        stay.path("resource").asString(""),
                                        name(stay),
                                        stay.path("from").asString(""),
                                        stay.path("until").asString(""),
                                        stay.path("reason").asString("")));
    }
}
