package io.pinisi.db.token;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who signs in through a provider, as of the last time.
 *
 * @param subject stable, with the provider's prefix
 * @param seen when the provider last vouched for the person
 */
public record KnownPerson(
        String subject, String name, String provider, List<String> groups, Instant seen) {
    public KnownPerson {
        groups = List.copyOf(groups);
    }
}
