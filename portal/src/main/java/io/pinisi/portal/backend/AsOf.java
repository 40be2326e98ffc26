package io.pinisi.portal.backend;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The moment that a page shows. Where one is bound, {@link BackendSlot} answers with the services
 * of that moment, so that no page has to know of it.
 */
public final class AsOf {
    private static final ScopedValue<Instant> MOMENT = ScopedValue.newInstance();

    private AsOf() {}

    /** Empty where it is now. */
    static Optional<Instant> bound() {
        return MOMENT.isBound() ? Optional.of(MOMENT.get()) : Optional.empty();
    }

    /**
     * Does something as of a moment.
     *
     * @param at null for now
     */
    public static <T> T get(@Nullable Instant at, Supplier<T> work) {
        return at == null ? work.get() : ScopedValue.where(MOMENT, at).call(work::get);
    }
}
