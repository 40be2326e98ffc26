package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.error.ApiException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Turns objects from the form on disk into one that is served, and back. May ask a server. */
public interface ObjectConverter {
    /**
     * @param stored may be changed and returned
     * @return one for each, in the same order
     * @throws ApiException where they cannot be converted now
     */
    List<ObjectNode> toServed(List<ObjectNode> stored);

    /**
     * @param served stays as it is
     */
    ObjectNode toStored(ObjectNode served);
}
