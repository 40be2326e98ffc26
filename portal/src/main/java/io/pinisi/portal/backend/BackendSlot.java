package io.pinisi.portal.backend;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Holds the backend once there is one. Thread-safe. */
public final class BackendSlot {
    private final AtomicReference<Backend> backend = new AtomicReference<>();

    /** The hub is not there yet; the views say so and try again. */
    public static final class HubStartingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HubStartingException() {
            super("the hub is starting");
        }
    }

    public void connect(Backend services) {
        backend.set(services);
    }

    public Optional<Backend> find() {
        return Optional.ofNullable(backend.get());
    }

    public Backend get() {
        return find().orElseThrow(HubStartingException::new);
    }
}
