package io.pinisi.cluster.apiserver.connect;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds the container that is meant, in the words of the original where there is none. */
final class PodContainers {
    private PodContainers() {}

    /**
     * @param asked empty for the only one there is
     */
    static String choose(String pod, JsonNode spec, String asked) {
        List<String> containers = names(spec.path("containers"));
        List<String> init = names(spec.path("initContainers"));
        if (asked.isEmpty()) {
            return theOnly(pod, containers, init);
        }
        boolean exists =
                containers.contains(asked)
                        || init.contains(asked)
                        || names(spec.path("ephemeralContainers")).contains(asked);
        if (!exists) {
            throw ApiException.badRequest("container " + asked + " is not valid for pod " + pod);
        }
        return asked;
    }

    private static String theOnly(String pod, List<String> containers, List<String> init) {
        if (containers.size() == 1) {
            return containers.getFirst();
        }
        String message = "a container name must be specified for pod " + pod;
        if (!containers.isEmpty()) {
            message += ", choose one of: [" + String.join(" ", containers) + "]";
        }
        if (!init.isEmpty()) {
            message += " or one of the init containers: [" + String.join(" ", init) + "]";
        }
        throw ApiException.badRequest(message);
    }

    private static List<String> names(JsonNode containers) {
        List<String> names = new ArrayList<>();
        containers.forEach(container -> names.add(container.path("name").asString("")));
        return names;
    }
}
