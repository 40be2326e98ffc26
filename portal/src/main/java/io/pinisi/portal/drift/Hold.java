package io.pinisi.portal.drift;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes in one cluster that wait.
 *
 * @param digest of the whole list; what is confirmed
 * @param objects the first of them
 */
public record Hold(
        String cluster, int count, String digest, List<String> objects, @Nullable Instant since) {
    public Hold {
        objects = List.copyOf(objects);
    }
}
