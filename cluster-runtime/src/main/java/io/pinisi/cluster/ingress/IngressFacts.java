package io.pinisi.cluster.ingress;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a plan is made from, besides the ingresses. */
public interface IngressFacts {
    Optional<ObjectNode> service(ObjectKey key);

    /** The endpoint slices of a service. */
    List<ObjectNode> slices(ObjectKey service);

    /** A secret of the type for TLS. */
    Optional<ObjectNode> secret(ObjectKey key);
}
