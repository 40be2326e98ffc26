package io.pinisi.federation.ingress;

import java.util.Collection;
import java.util.Set;

/**
 * Where something is. Empty means that nobody says.
 *
 * @param zones all that a cluster is in; of a gateway, its only one
 */
public record Place(String region, Set<String> zones) {
    /** Of a gateway of which nothing is said. */
    public static final Place UNKNOWN = new Place("", Set.of());

    /** How many kinds of nearness there are: same zone, same region, elsewhere. */
    static final int TIERS = 3;

    public Place {
        zones = Set.copyOf(zones);
    }

    static Place of(String region, Collection<String> zones) {
        return new Place(region, Set.copyOf(zones));
    }

    /** 0 in the same zone, 1 in the same region, 2 elsewhere. */
    int tierOf(Place other) {
        boolean sameRegion = !region.isEmpty() && region.equals(other.region);
        boolean sameZone = zones.stream().anyMatch(other.zones::contains);
        return sameZone && (sameRegion || region.isEmpty()) ? 0 : sameRegion ? 1 : TIERS - 1;
    }
}
