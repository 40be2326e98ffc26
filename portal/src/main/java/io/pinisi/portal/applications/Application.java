package io.pinisi.portal.applications;

import io.pinisi.portal.status.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An application in a list. */
public record Application(
        ApplicationRef ref,
        Status status,
        List<String> clusters,
        int ready,
        int desired,
        List<String> images,
        @Nullable Instant created) {
    public Application {
        clusters = List.copyOf(clusters);
        images = List.copyOf(images);
    }
}
