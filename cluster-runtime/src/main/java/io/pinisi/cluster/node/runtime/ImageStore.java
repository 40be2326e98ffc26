package io.pinisi.cluster.node.runtime;

import java.util.List;
import java.util.Optional;

/** The images a node has. */
public interface ImageStore {
    List<StoredImage> list();

    /** The local image that a reference of a pod names. */
    Optional<StoredImage> find(String reference);

    /** Fetches it, and returns the reference to run it by. */
    String pull(String reference, RegistryLogin login);
}
