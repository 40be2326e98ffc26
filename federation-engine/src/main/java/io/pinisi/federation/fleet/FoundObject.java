package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object that a search came upon.
 *
 * @param cluster empty for the hub itself
 */
public record FoundObject(
        String cluster,
        GroupVersionResource resource,
        String kind,
        ObjectKey key,
        Map<String, String> labels,
        @Nullable Instant created) {
    static final Comparator<FoundObject> BY_PLACE =
            Comparator.comparing((FoundObject one) -> one.key().name())
                    .thenComparing(FoundObject::kind)
                    .thenComparing(FoundObject::namespace)
                    .thenComparing(FoundObject::cluster);

    public FoundObject {
        labels = Map.copyOf(labels);
    }

    /** Empty for what is in none. */
    public String namespace() {
        return Optional.ofNullable(key.namespace()).orElse("");
    }
}
