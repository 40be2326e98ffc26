package io.pinisi.cluster.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writing the status leaves everything else as it is. Some kinds let their reporters annotate and
 * label the object at the same time.
 */
public class StatusStrategy implements ResourceStrategy {
    private static final Set<String> SYSTEM = Set.of("resourceVersion", "uid", "managedFields");

    private final Set<String> metadata;

    public StatusStrategy() {
        this(Set.of());
    }

    /**
     * @param metadata fields of metadata that may be changed along with the status
     */
    public StatusStrategy(Set<String> metadata) {
        this.metadata = Set.copyOf(metadata);
    }

    @Override
    public void isolate(Transition transition) {
        ObjectNode old = transition.old();
        if (old == null) {
            return;
        }
        ObjectNode next = transition.next();
        JsonNode status = next.get("status");
        ObjectNode wanted = SystemMetadata.of(next).deepCopy();
        next.removeAll();
        next.setAll(old.deepCopy());
        put(next, "status", status);
        keepWanted(SystemMetadata.of(next), wanted);
    }

    private void keepWanted(ObjectNode kept, ObjectNode wanted) {
        Map<String, @Nullable JsonNode> changes = new LinkedHashMap<>();
        metadata.forEach(field -> changes.put(field, wanted.get(field)));
        SYSTEM.forEach(field -> changes.put(field, wanted.get(field)));
        changes.forEach((field, value) -> put(kept, field, value));
    }

    private static void put(ObjectNode object, String field, @Nullable JsonNode value) {
        if (value == null) {
            object.remove(field);
        } else {
            object.set(field, value);
        }
    }
}
