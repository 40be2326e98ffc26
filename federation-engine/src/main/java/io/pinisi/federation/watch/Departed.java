package io.pinisi.federation.watch;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** In which versions objects went lately, so that late news of them bring none back. */
final class Departed {
    private static final int MOST = 1000;

    private final Map<ObjectKey, String> versions = new LinkedHashMap<>();

    void add(ObjectKey key, String version) {
        versions.remove(key);
        versions.put(key, version);
        if (versions.size() > MOST) {
            versions.remove(versions.keySet().iterator().next());
        }
    }

    /** Whether the object went in that version or later. */
    boolean knows(ObjectKey key, String version) {
        String went = versions.get(key);
        return went != null && (went.equals(version) || Versions.isOlder(version, went));
    }

    void clear() {
        versions.clear();
    }
}
