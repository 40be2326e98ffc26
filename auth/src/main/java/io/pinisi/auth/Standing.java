package io.pinisi.auth;

import java.net.URI;
import java.util.Optional;

/** What a session's person rests on, asked anew with each request. */
public interface Standing {
    /** The person as of now, or empty where the sign-in has been withdrawn. May wait. */
    Optional<Identity> person();

    /** Where the browser goes to end the sign-in elsewhere too. May wait. */
    default Optional<URI> wayOut() {
        return Optional.empty();
    }

    /** Rests on nothing but the sign-in itself. */
    static Standing of(Identity identity) {
        return () -> Optional.of(identity);
    }
}
