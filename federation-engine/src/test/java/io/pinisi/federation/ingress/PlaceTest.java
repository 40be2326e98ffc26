package io.pinisi.federation.ingress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlaceTest {
    private static final Place GATEWAY = new Place("sunda", Set.of("sunda-1"));

    @Test
    void theSameZoneIsNearestThenTheSameRegion() {
        assertEquals(0, GATEWAY.tierOf(new Place("sunda", Set.of("sunda-2", "sunda-1"))));
        assertEquals(1, GATEWAY.tierOf(new Place("sunda", Set.of("sunda-2"))));
        assertEquals(1, GATEWAY.tierOf(new Place("sunda", Set.of())));
        assertEquals(2, GATEWAY.tierOf(new Place("molucca", Set.of("sunda-1"))));
        assertEquals(2, GATEWAY.tierOf(Place.UNKNOWN));
    }

    @Test
    void aGatewayThatDoesNotKnowWhereItIsHasNothingNear() {
        assertEquals(2, Place.UNKNOWN.tierOf(new Place("sunda", Set.of("sunda-1"))));
        assertEquals(2, Place.UNKNOWN.tierOf(Place.UNKNOWN));
    }
}
