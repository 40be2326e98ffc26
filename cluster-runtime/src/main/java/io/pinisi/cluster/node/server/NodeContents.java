package io.pinisi.cluster.node.server;

import io.pinisi.cluster.node.runtime.ContainerRuntime;
import io.pinisi.cluster.node.runtime.PodIdentity;
import java.nio.file.Path;
import java.util.Optional;

/** What the server knows of its node. */
public interface NodeContents {
    ContainerRuntime runtime();

    /** The pod of that name that is on the node now. */
    Optional<PodIdentity> pod(String namespace, String name);

    Path log(PodIdentity pod, String container, int attempt);
}
