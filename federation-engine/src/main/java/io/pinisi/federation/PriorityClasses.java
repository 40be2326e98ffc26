package io.pinisi.federation;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.SchedulePriority.Level;
import io.pinisi.federation.watch.Mirror;
import java.time.Duration;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The hub's PriorityClasses. */
final class PriorityClasses implements AutoCloseable {
    private final Mirror<Level> mirror;

    /**
     * @param changed told that one came, went or is different
     */
    PriorityClasses(ApiClient hub, Runnable changed) {
        this.mirror =
                new Mirror<>(
                        "PriorityClass",
                        hub,
                        Mirror.Source.all(
                                GroupVersionResource.of("scheduling.k8s.io/v1", "priorityclasses"),
                                "PriorityClass"),
                        Level::of,
                        (key, before, after) -> changed.run());
    }

    void start(Duration wait) throws InterruptedException {
        mirror.start();
        if (!mirror.awaitSync(wait)) {
            throw new ApiException(Reason.TIMEOUT, "the hub does not list its priority classes");
        }
    }

    /** The class of a name; for an empty name the usual one, of several the lowest. */
    @Nullable Level find(String name) {
        return name.isEmpty()
                ? mirror.all().stream()
                        .filter(Level::usual)
                        .min(Comparator.comparingInt(Level::value))
                        .orElse(null)
                : mirror.find(ObjectKey.cluster(name)).orElse(null);
    }

    @Override
    public void close() {
        mirror.close();
    }
}
