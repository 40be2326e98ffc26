package io.pinisi.cluster.admission;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod stays five minutes on a node that fails, unless it says otherwise. */
public final class DefaultTolerationSeconds implements MutatingPlugin {
    private static final int SECONDS = 300;
    private static final String NO_EXECUTE = "NoExecute";
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        if (pod == null
                || !request.is(AdmissionRequest.Operation.CREATE, "", "pods")
                || !(pod.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        boolean notReady = !tolerates(spec, NOT_READY);
        boolean unreachable = !tolerates(spec, UNREACHABLE);
        if (notReady) {
            add(spec, NOT_READY);
        }
        if (unreachable) {
            add(spec, UNREACHABLE);
        }
    }

    private static boolean tolerates(ObjectNode spec, String taint) {
        for (JsonNode toleration : spec.path("tolerations")) {
            String key = toleration.path("key").asString("");
            String effect = toleration.path("effect").asString("");
            if ((key.isEmpty() || key.equals(taint))
                    && (effect.isEmpty() || effect.equals(NO_EXECUTE))) {
                return true;
            }
        }
        return false;
    }

    private static void add(ObjectNode spec, String taint) {
        ArrayNode tolerations =
                spec.get("tolerations") instanceof ArrayNode given
                        ? given
                        : spec.putArray("tolerations");
        ObjectNode toleration = tolerations.addObject();
        toleration.put("key", taint);
        toleration.put("operator", "Exists");
        toleration.put("effect", NO_EXECUTE);
        toleration.put("tolerationSeconds", SECONDS);
    }
}
