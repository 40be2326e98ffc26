package io.pinisi.federation.drift;

import io.pinisi.federation.propagation.Drift;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one field, and what was done about it.
 *
 * @param drift null where the field is only known to be right again, or accepted
 * @param times how often since it was last written down
 */
public record Finding(@Nullable Drift drift, State state, Instant first, Instant last, int times) {

    public static Finding of(Drift drift, State state, Instant now) {
        return new Finding(drift, state, now, now, 1);
    }

    static Finding resolved(Instant now) {
        return new Finding(null, State.RESOLVED, now, now, 0);
    }

    static Finding accepted(Instant now) {
        return new Finding(null, State.ACCEPTED, now, now, 0);
    }

    /** This one and a later one of the same field. */
    Finding then(Finding later) {
        return new Finding(
                later.drift() == null ? drift : later.drift(),
                later.state(),
                first,
                later.last(),
                times + later.times());
    }
}
