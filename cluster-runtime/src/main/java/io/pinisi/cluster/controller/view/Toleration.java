package io.pinisi.cluster.controller.view;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A taint that a pod suffers; an empty key with {@code Exists} suffers all, an empty effect each.
 *
 * @param seconds how long a pod stays on a node with such a NoExecute taint, null for ever
 */
public record Toleration(
        String key, String operator, String value, String effect, @Nullable Long seconds) {

    public static List<Toleration> ofPod(JsonNode pod) {
        List<Toleration> tolerations = new ArrayList<>();
        for (JsonNode t : pod.path("spec").path("tolerations")) {
            JsonNode seconds = Json.at(t, "tolerationSeconds");
            tolerations.add(
                    new Toleration(
                            t.path("key").asString(""),
                            t.path("operator").asString("Equal"),
                            t.path("value").asString(""),
                            t.path("effect").asString(""),
                            seconds == null ? null : seconds.asLong(0)));
        }
        return tolerations;
    }

    public boolean tolerates(Taint taint) {
        if (!effect.isEmpty() && !effect.equals(taint.effect())) {
            return false;
        }
        if (!key.isEmpty() && !key.equals(taint.key())) {
            return false;
        }
        return operator.equals("Exists") || (!key.isEmpty() && value.equals(taint.value()));
    }

    public static boolean anyTolerates(List<Toleration> tolerations, Taint taint) {
        return tolerations.stream().anyMatch(toleration -> toleration.tolerates(taint));
    }
}
