package io.pinisi.federation.watch;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sees whole objects as a mirror hears of them, before it makes rows of them. Is called on the
 * mirror's thread, must not block it and changes nothing.
 */
public interface Witness {
    /** Sees nothing. */
    Witness NONE =
            new Witness() {
                @Override
                public void saw(ObjectKey key, ObjectNode object) {}

                @Override
                public void gone(ObjectKey key) {}

                @Override
                public void listed(Set<ObjectKey> keys) {}
            };

    /** The object is so now; it may have been so before. */
    void saw(ObjectKey key, ObjectNode object);

    void gone(ObjectKey key);

    /** All of the collection was seen: what is not among the keys is not there. */
    void listed(Set<ObjectKey> keys);
}
