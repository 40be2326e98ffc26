package io.pinisi.federation.traffic;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Template;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * When each object of the hub was last changed, as the engine heard of it. A status that the engine
 * itself wrote is no change. Thread-safe.
 */
public final class Beginnings {
    private final Map<Template, Instant> times = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public Beginnings(InstantSource clock) {
        this.clock = clock;
    }

    /** Null before for a new object, null after for one that is gone. */
    public void changed(
            Template template, @Nullable ObjectNode before, @Nullable ObjectNode after) {
        if (after == null) {
            times.remove(template);
        } else if (before == null || differs(before, after)) {
            times.put(template, clock.instant());
        }
    }

    Optional<Instant> of(Template template) {
        return Optional.ofNullable(times.get(template));
    }

    private static boolean differs(ObjectNode before, ObjectNode after) {
        Metadata was = Metadata.of(before);
        Metadata is = Metadata.of(after);
        if (!was.uid().equals(is.uid())
                || was.generation() != is.generation()
                || !before.at("/metadata/labels").equals(after.at("/metadata/labels"))
                || !before.at("/metadata/annotations").equals(after.at("/metadata/annotations"))) {
            return true;
        }
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            boolean counts = !field.getKey().equals("metadata") && !field.getKey().equals("status");
            if (counts && !field.getValue().equals(before.get(field.getKey()))) {
                return true;
            }
        }
        return before.size() != after.size()
                && before.propertyStream()
                        .map(Map.Entry::getKey)
                        .anyMatch(name -> !name.equals("status") && !after.has(name));
    }
}
