package io.pinisi.cluster.node.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image on the node.
 *
 * @param user the user its processes run as when no one says otherwise: a number, a name or empty
 */
public record StoredImage(
        String id, List<String> tags, List<String> digests, long size, @Nullable String user) {
    public StoredImage {
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
    }
}
