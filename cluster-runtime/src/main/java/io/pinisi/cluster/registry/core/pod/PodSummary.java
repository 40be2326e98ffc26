package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod in one line: how many containers are ready, and the one word that says best how it fares.
 *
 * @param lastRestart when a container that ended before ended last, or empty
 */
record PodSummary(
        int readyContainers, int containers, String reason, long restarts, String lastRestart) {

    String ready() {
        return readyContainers + "/" + containers;
    }

    static PodSummary of(ObjectNode pod) {
        Reader reader = new Reader(pod);
        reader.readInitContainers();
        if (!reader.initializing || isTrue(pod, "Initialized")) {
            reader.readContainers();
        }
        reader.readDeletion();
        return new PodSummary(
                reader.ready, reader.total, reader.reason, reader.restarts, reader.lastRestart);
    }

    static boolean isTrue(ObjectNode pod, String condition) {
        for (JsonNode one : pod.path("status").path("conditions")) {
            if (one.path("type").asString("").equals(condition)) {
                return one.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    private static final class Reader {
        private final ObjectNode pod;
        private final JsonNode status;
        private final Set<String> sidecars = new HashSet<>();
        private int ready;
        private int total;
        private String reason;
        private long restarts;
        private String lastRestart = "";
        private long sidecarRestarts;
        private String lastSidecarRestart = "";
        private boolean initializing;

        private Reader(ObjectNode pod) {
            this.pod = pod;
            this.status = pod.path("status");
            this.total = pod.path("spec").path("containers").size();
            this.reason = status.path("phase").asString("");
            String given = status.path("reason").asString("");
            if (!given.isEmpty()) {
                reason = given;
            }
            for (JsonNode condition : status.path("conditions")) {
                if (condition.path("type").asString("").equals("PodScheduled")
                        && condition.path("reason").asString("").equals("SchedulingGated")) {
                    reason = "SchedulingGated";
                }
            }
            for (JsonNode container : pod.path("spec").path("initContainers")) {
                if (container.path("restartPolicy").asString("").equals("Always")) {
                    sidecars.add(container.path("name").asString(""));
                    total++;
                }
            }
        }

        private void readInitContainers() {
            JsonNode statuses = status.path("initContainerStatuses");
            for (int i = 0; i < statuses.size() && !initializing; i++) {
                readInitContainer(statuses.get(i), i);
            }
        }

        private void readInitContainer(JsonNode container, int index) {
            restarts += container.path("restartCount").asLong(0);
            lastRestart = later(lastRestart, container);
            boolean sidecar = sidecars.contains(container.path("name").asString(""));
            if (sidecar) {
                sidecarRestarts += container.path("restartCount").asLong(0);
                lastSidecarRestart = later(lastSidecarRestart, container);
            }
            JsonNode ended = Json.at(container, "state", "terminated");
            String waiting = waitingReason(container);
            if (ended != null && ended.path("exitCode").asInt(0) == 0) {
                return;
            }
            if (sidecar && container.path("started").asBoolean(false)) {
                ready += container.path("ready").asBoolean(false) ? 1 : 0;
                return;
            }
            initializing = true;
            if (ended != null) {
                reason = "Init:" + endReason(ended);
            } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                reason = "Init:" + waiting;
            } else {
                reason = "Init:" + index + "/" + pod.path("spec").path("initContainers").size();
            }
        }

        private void readContainers() {
            restarts = sidecarRestarts;
            lastRestart = lastSidecarRestart;
            boolean running = false;
            JsonNode statuses = status.path("containerStatuses");
            for (int i = statuses.size() - 1; i >= 0; i--) {
                JsonNode container = statuses.get(i);
                restarts += container.path("restartCount").asLong(0);
                lastRestart = later(lastRestart, container);
                JsonNode ended = Json.at(container, "state", "terminated");
                String waiting = waitingReason(container);
                if (!waiting.isEmpty()) {
                    reason = waiting;
                } else if (ended != null) {
                    reason = endReason(ended);
                } else if (container.path("ready").asBoolean(false)
                        && Json.at(container, "state", "running") != null) {
                    running = true;
                    ready++;
                }
            }
            if (reason.equals("Completed") && running) {
                reason = isTrue(pod, "Ready") ? "Running" : "NotReady";
            }
        }

        private void readDeletion() {
            if (!Metadata.of(pod).isDeleting()) {
                return;
            }
            String phase = status.path("phase").asString("");
            if (status.path("reason").asString("").equals("NodeLost")) {
                reason = "Unknown";
            } else if (!phase.equals("Failed") && !phase.equals("Succeeded")) {
                reason = "Terminating";
            }
        }

        private static String waitingReason(JsonNode container) {
            @Nullable String waiting = Json.text(container, "state", "waiting", "reason");
            return waiting == null ? "" : waiting;
        }

        private static String endReason(JsonNode ended) {
            String given = ended.path("reason").asString("");
            if (!given.isEmpty()) {
                return given;
            }
            int signal = ended.path("signal").asInt(0);
            return signal != 0 ? "Signal:" + signal : "ExitCode:" + ended.path("exitCode").asInt(0);
        }

        private static String later(String known, JsonNode container) {
            String ended = Json.text(container, "lastState", "terminated", "finishedAt");
            return ended != null && ended.compareTo(known) > 0 ? ended : known;
        }
    }
}
