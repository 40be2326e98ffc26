package io.pinisi.federation.membership;

import tools.jackson.databind.JsonNode;

/** Who dials whom, as a Cluster's {@code spec.syncMode} says. */
public enum SyncMode {
    /** The hub dials the member's API. */
    PUSH("Push"),
    /** The member's agent dials the hub. */
    PULL("Pull");

    private final String text;

    SyncMode(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static boolean isPull(JsonNode cluster) {
        return cluster.path("spec").path("syncMode").asString("").equals(PULL.text);
    }
}
