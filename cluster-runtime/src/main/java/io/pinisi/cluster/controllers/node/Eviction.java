package io.pinisi.cluster.controllers.node;

import io.pinisi.cluster.controller.view.Taint;
import io.pinisi.cluster.controller.view.Toleration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** When pods must leave a tainted node. Pure. */
final class Eviction {
    private Eviction() {}

    /**
     * When a pod with these tolerations must leave: at once where it suffers a NoExecute taint that
     * it does not tolerate, at the end of the shortest toleration, or never (empty).
     */
    static Optional<Instant> due(JsonNode node, List<Toleration> tolerations, Instant now) {
        Instant due = Instant.MAX;
        for (JsonNode tree : node.path("spec").path("taints")) {
            Taint taint =
                    new Taint(
                            tree.path("key").asString(""),
                            tree.path("value").asString(""),
                            tree.path("effect").asString(""));
            if (taint.effect().equals(Taint.NO_EXECUTE)) {
                Instant end = end(taint, since(tree, now), tolerations);
                due = end.isBefore(due) ? end : due;
            }
        }
        return due.equals(Instant.MAX) ? Optional.empty() : Optional.of(due);
    }

    private static Instant since(JsonNode taint, Instant now) {
        String added = taint.path("timeAdded").asString("");
        return added.isEmpty() ? now : Instant.parse(added);
    }

    private static Instant end(Taint taint, Instant since, List<Toleration> tolerations) {
        boolean tolerated = false;
        Instant end = Instant.MAX;
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint)) {
                tolerated = true;
                Long seconds = toleration.seconds();
                if (seconds != null) {
                    Instant candidate = since.plusSeconds(Math.max(0, seconds));
                    end = candidate.isBefore(end) ? candidate : end;
                }
            }
        }
        return tolerated ? end : Instant.MIN;
    }
}
