package io.pinisi.cluster.network.policy;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.machinery.usage.PodUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod as its policies see it. */
record PodEnd(ObjectNode tree) {

    /** A pod of the node's own network is not told from the node. */
    static boolean isReachable(ObjectNode pod) {
        return !pod.path("spec").path("hostNetwork").asBoolean(false)
                && !pod.path("status").path("podIP").asString("").isEmpty()
                && !PodUsage.isOver(pod);
    }

    String address() {
        return tree.path("status").path("podIP").asString("");
    }

    String node() {
        return tree.path("spec").path("nodeName").asString("");
    }

    String namespace() {
        return Objects.requireNonNullElse(Metadata.of(tree).namespace(), "");
    }

    boolean matches(LabelSelector selector) {
        return selector.matches(Metadata.of(tree).labels());
    }

    /** Of the containers' ports those with the name; sidecars are init containers. */
    List<Integer> ports(String name, String protocol) {
        List<Integer> found = new ArrayList<>();
        for (String containers : List.of("containers", "initContainers")) {
            for (JsonNode container : tree.path("spec").path(containers)) {
                for (JsonNode port : container.path("ports")) {
                    if (port.path("name").asString("").equals(name)
                            && port.path("protocol")
                                    .asString("TCP")
                                    .toLowerCase(Locale.ROOT)
                                    .equals(protocol)) {
                        found.add(port.path("containerPort").asInt());
                    }
                }
            }
        }
        return found;
    }
}
