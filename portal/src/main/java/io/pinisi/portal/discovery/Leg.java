package io.pinisi.portal.discovery;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cluster's part in a shared service.
 *
 * @param offer how it offers the service
 * @param intake how it has the service
 * @param exports whether its own service belongs to the shared one, reachable or not
 * @param imports whether it has endpoints of it, or is to have them
 * @param endpoints behind its own service, ready or not
 * @param exported when its own service was made
 * @param carried what it has of each cluster
 * @param imported when what it has was made
 */
public record Leg(
        String cluster,
        Status offer,
        Status intake,
        boolean exports,
        boolean imports,
        int readyEndpoints,
        int endpoints,
        @Nullable Instant exported,
        List<Carried> carried,
        @Nullable Instant imported) {
    public Leg {
        carried = List.copyOf(carried);
    }

    /** Ready endpoints of one cluster that another has. */
    public record Carried(String source, int endpoints) {}
}
