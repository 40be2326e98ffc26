package io.pinisi.federation.override;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes labels or annotations. Only what is there is replaced or removed; that something is not
 * there is no fault.
 *
 * @param map {@code labels} or {@code annotations}
 */
record MarksOverrider(String field, String map, Operator operator, Map<String, String> values)
        implements Overrider {
    MarksOverrider {
        values = Map.copyOf(values);
    }

    @Override
    public void apply(ObjectNode object) {
        if (!(object.get("metadata") instanceof ObjectNode metadata)) {
            throw ApiException.badRequest("the object has no metadata");
        }
        ObjectNode marks =
                metadata.get(map) instanceof ObjectNode some ? some : metadata.putObject(map);
        values.forEach(
                (key, value) -> {
                    switch (operator) {
                        case ADD -> marks.put(key, value);
                        case REMOVE -> marks.remove(key);
                        case REPLACE -> {
                            if (marks.has(key)) {
                                marks.put(key, value);
                            }
                        }
                    }
                });
    }
}
