package io.pinisi.portal.history;

import java.time.Instant;
import java.util.List;

/**
 * Where objects were seen between two moments.
 *
 * @param stays what was seen where
 * @param gaps times in which a cluster was not watched
 * @param complete whether that is all
 */
public record Whereabouts(List<Stay> stays, List<Gap> gaps, boolean complete) {
    /** An object in a cluster, which was in a region. */
    public record Stay(PastRef ref, String cluster, String region, Instant from, Instant until) {}

    /** Nobody knows what was in a cluster then. */
    public record Gap(String cluster, String region, Instant from, Instant until, String reason) {}

    /**
     * What is asked.
     *
     * @param tenant empty for any
     * @param outside a region in which objects may be; empty to be told of all
     */
    public record Question(String tenant, String outside, Instant from, Instant until) {}

    public Whereabouts {
        stays = List.copyOf(stays);
        gaps = List.copyOf(gaps);
    }
}
