package io.pinisi.cluster.admission;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What admission wants to be noted in the audit record of a write. What is said twice, as when a
 * write is tried again, is noted once. Confined to the thread of its request.
 */
public final class AuditAnnotations {
    private static final int MOST = 64;

    private final Map<String, Set<String>> values = new LinkedHashMap<>();

    /**
     * @param key in the domain of who says it
     */
    public void add(String key, String value) {
        if (values.size() < MOST || values.containsKey(key)) {
            values.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(value);
        }
    }

    /** Several values of one key stand behind one another. */
    public Map<String, String> all() {
        Map<String, String> joined = new LinkedHashMap<>();
        values.forEach((key, several) -> joined.put(key, String.join(", ", several)));
        return joined;
    }
}
