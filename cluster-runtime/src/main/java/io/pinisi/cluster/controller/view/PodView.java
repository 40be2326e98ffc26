package io.pinisi.cluster.controller.view;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What controllers ask about a pod. */
public record PodView(ObjectNode tree) {

    public Metadata metadata() {
        return Metadata.of(tree);
    }

    public JsonNode spec() {
        return tree.path("spec");
    }

    public JsonNode status() {
        return tree.path("status");
    }

    /** Empty until the pod is bound. */
    public String nodeName() {
        return spec().path("nodeName").asString("");
    }

    public String phase() {
        return status().path("phase").asString("");
    }

    /** Whether every container has ended for good. */
    public boolean isTerminal() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    /** Whether the pod counts as a replica: neither ended nor being deleted. */
    public boolean isActive() {
        return !isTerminal() && !metadata().isDeleting();
    }

    public boolean isReady() {
        return Conditions.isTrue(status(), "Ready");
    }

    /** Since when the pod is ready, or null where it is not. */
    public @Nullable Instant readySince() {
        return Conditions.find(status(), "Ready")
                .filter(ready -> "True".equals(ready.path("status").asString("")))
                .map(ready -> Conditions.time(ready, "lastTransitionTime"))
                .orElse(null);
    }

    /** Whether the pod has been ready for as long as its owner asks. */
    public boolean isAvailable(int minReadySeconds, Instant now) {
        if (!isReady()) {
            return false;
        }
        if (minReadySeconds == 0) {
            return true;
        }
        Instant since = readySince();
        return since != null && !since.plus(Duration.ofSeconds(minReadySeconds)).isAfter(now);
    }

    /** Restarts of the container that restarted most. */
    public int mostRestarts() {
        int most = 0;
        for (JsonNode container : status().path("containerStatuses")) {
            most = Math.max(most, container.path("restartCount").asInt(0));
        }
        return most;
    }

    /** Of a container port by name and protocol, or -1. */
    public int namedPort(String name, String protocol) {
        for (JsonNode container : spec().path("containers")) {
            for (JsonNode port : container.path("ports")) {
                if (name.equals(port.path("name").asString(""))
                        && protocol.equals(port.path("protocol").asString("TCP"))) {
                    return port.path("containerPort").asInt(-1);
                }
            }
        }
        return -1;
    }

    public boolean hasAddress() {
        return Json.text(tree, "status", "podIP") != null;
    }
}
