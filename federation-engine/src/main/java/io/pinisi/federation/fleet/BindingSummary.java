package io.pinisi.federation.fleet;

import io.pinisi.federation.placement.Template;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * The decision about one object, and how far it is carried out.
 *
 * @param binding name of the ResourceBinding
 * @param conditions of its status
 * @param copies by cluster
 */
public record BindingSummary(
        Template template, String binding, JsonNode conditions, List<Work> copies) {
    public BindingSummary {
        copies = List.copyOf(copies);
    }

    /** How far one cluster is. */
    public enum State {
        APPLIED,
        /** On its way, or waiting for the cluster. */
        PENDING,
        /** Held back, by the policy or by a stage of a rollout. */
        SUSPENDED,
        FAILED,
        /** To be given up when what replaces it is healthy. */
        EVICTED,
        /** Not decided on any more, and not seen gone yet. */
        LEAVING
    }

    /**
     * The object in one cluster.
     *
     * @param replicas its share; empty for kinds without
     * @param wanted generation of the object on the hub
     * @param applied generation that the cluster's copy was made from; empty where none was seen
     * @param why what is in the way, or why it goes; empty where nothing is to be said
     * @param since when it came to this state
     */
    public record Work(
            String cluster,
            OptionalInt replicas,
            State state,
            String why,
            long wanted,
            OptionalLong applied,
            Optional<Instant> since) {}
}
