package io.pinisi.cluster.apiserver.filter;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Ids for requests that bring none: UUIDs of version 7 (RFC 9562), which begin with the time. The
 * audit log is indexed by them, and an index grows at its end for ids that ascend; for random ones
 * it grows everywhere, and each record has another page of it written anew.
 */
public final class RequestIds implements Supplier<String> {
    private static final int BELOW_TIME_BITS = 16;
    private static final long VERSION = 0x7000;
    private static final long BESIDE_VERSION = 0x0fff;
    private static final long VARIANT = 1L << 63;
    private static final int VARIANT_BITS = 2;

    private final InstantSource clock;
    private final LongSupplier random;

    /**
     * @param random tells requests of one millisecond apart; an id is no secret
     */
    public RequestIds(InstantSource clock, LongSupplier random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String get() {
        long high =
                (clock.millis() << BELOW_TIME_BITS)
                        | VERSION
                        | (random.getAsLong() & BESIDE_VERSION);
        long low = VARIANT | (random.getAsLong() >>> VARIANT_BITS);
        return new UUID(high, low).toString();
    }
}
