package io.pinisi.portal.backend;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Holds the backend once there is one. Thread-safe. */
public final class BackendSlot {
    private final AtomicReference<Backend> backend = new AtomicReference<>();
    private final AtomicReference<Function<Instant, Backend>> past = new AtomicReference<>();

    /** The hub is not there yet; the views say so and try again. */
    public static final class HubStartingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HubStartingException() {
            super("the hub is starting");
        }
    }

    public void connect(Backend services) {
        connect(
                services,
                at -> {
                    throw new PresentOnlyException();
                });
    }

    /**
     * @param past the same services as of a moment
     */
    public void connect(Backend services, Function<Instant, Backend> past) {
        this.past.set(past);
        backend.set(services);
    }

    public Optional<Backend> find() {
        return Optional.ofNullable(backend.get());
    }

    /** The services of the moment that is bound, else those of now. */
    public Backend get() {
        Backend present = find().orElseThrow(HubStartingException::new);
        return AsOf.bound().map(at -> past.get().apply(at)).orElse(present);
    }
}
