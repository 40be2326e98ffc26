package io.pinisi.federation.status;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Statuses that are one word or a list rather than counters: the worst phase counts, lists are
 * joined, of times the latest is told.
 *
 * @param status the template's, changed in place
 * @param copies the statuses seen in the clusters
 */
record SingleStates(ObjectNode status, List<JsonNode> copies) {
    private static final List<String> POD =
            List.of("Failed", "Unknown", "Pending", "Running", "Succeeded");
    private static final List<String> CLAIM = List.of("Lost", "Pending", "Bound");
    private static final List<String> VOLUME =
            List.of("Failed", "Pending", "Released", "Available", "Bound");

    /** The next status; empty for kinds whose status is none of ours. */
    static Optional<ObjectNode> of(String kind, ObjectNode status, List<JsonNode> copies) {
        SingleStates states = new SingleStates(status, copies);
        switch (kind) {
            case "v1 Pod" -> states.pod();
            case "v1 PersistentVolumeClaim" -> states.claim();
            case "v1 PersistentVolume" -> states.phase(VOLUME);
            case "batch/v1 CronJob" -> states.cronJob();
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(status);
    }

    private void pod() {
        phase(POD);
        for (String list : Set.of("containerStatuses", "initContainerStatuses")) {
            join(list);
        }
    }

    private void claim() {
        phase(CLAIM);
        copies.stream()
                .filter(copy -> copy.has("capacity"))
                .findFirst()
                .ifPresent(
                        copy -> {
                            status.set("capacity", copy.path("capacity"));
                            status.set("accessModes", copy.path("accessModes"));
                        });
    }

    private void cronJob() {
        join("active");
        latest("lastScheduleTime");
        latest("lastSuccessfulTime");
    }

    private void phase(List<String> worstFirst) {
        for (String phase : worstFirst) {
            if (copies.stream().anyMatch(copy -> copy.path("phase").asString("").equals(phase))) {
                status.put("phase", phase);
                return;
            }
        }
    }

    private void join(String list) {
        ArrayNode all = status.arrayNode();
        copies.forEach(copy -> copy.path(list).forEach(all::add));
        if (all.isEmpty()) {
            status.remove(list);
        } else {
            status.set(list, all);
        }
    }

    private void latest(String time) {
        copies.stream()
                .map(copy -> copy.path(time).asString(""))
                .filter(text -> !text.isEmpty())
                .max(String::compareTo)
                .ifPresent(text -> status.put(time, text));
    }
}
