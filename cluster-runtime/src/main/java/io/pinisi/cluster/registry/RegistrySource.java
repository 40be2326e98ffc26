package io.pinisi.cluster.registry;

import io.pinisi.cluster.storage.ObjectLookup;

/** The live registry. */
public interface RegistrySource extends AutoCloseable {
    /** The snapshot of this moment; ask again for every request. */
    ResourceRegistry current();

    /** Objects straight from memory, for authorizers and the like that judge every request. */
    ObjectLookup objects();

    @Override
    void close();
}
