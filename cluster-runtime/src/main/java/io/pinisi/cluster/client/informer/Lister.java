package io.pinisi.cluster.client.informer;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Reads a local copy of a collection. What it returns is shared and must not be changed. */
public interface Lister {
    Optional<ObjectNode> find(ObjectKey key);

    List<ObjectNode> list();

    List<ObjectNode> inNamespace(String namespace);

    /** The objects that name this uid among their owners. */
    List<ObjectNode> ownedBy(String uid);

    /**
     * The objects found under a value of an index added by {@link Informer#addIndex}.
     *
     * @throws IllegalArgumentException where there is no such index
     */
    List<ObjectNode> by(String index, String value);

    int size();
}
