package io.pinisi.cluster.apiserver.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    @Test
    void anIdIsAVersion7UuidOfItsTime() {
        UUID id = UUID.fromString(at(NOON, -1));

        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertEquals(NOON.toEpochMilli(), id.getMostSignificantBits() >>> 16);
        assertEquals(0x0fff, id.getMostSignificantBits() & 0x0fff, "the rest is random");
        assertEquals(-1L >>> 2, id.getLeastSignificantBits() & (-1L >>> 2), "all of it");
    }

    @Test
    void idsAscendWithTimeWhateverIsRandom() {
        String before = at(NOON, -1);
        String after = at(NOON.plusMillis(1), 0);

        assertTrue(before.compareTo(after) < 0, before + " before " + after);
    }

    private static String at(Instant time, long random) {
        return new RequestIds(InstantSource.fixed(time), () -> random).get();
    }
}
