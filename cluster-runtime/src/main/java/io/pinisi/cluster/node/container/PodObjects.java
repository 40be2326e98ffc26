package io.pinisi.cluster.node.container;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The objects that pods refer to, as the API has them now. */
public interface PodObjects {
    Optional<ObjectNode> configMap(String namespace, String name);

    Optional<ObjectNode> secret(String namespace, String name);

    Optional<ObjectNode> claim(String namespace, String name);

    Optional<ObjectNode> volume(String name);
}
