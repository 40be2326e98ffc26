package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The objects of one resource in the form in which they are served: as stored, or converted. */
public sealed interface ObjectAccess permits ObjectStorage, ConvertedObjects {

    Optional<ApiObject> get(ObjectKey key, Freshness freshness);

    ListPage list(ListRequest request);

    WatchStream watch(WatchRequest request);

    /**
     * @throws ApiException AlreadyExists
     */
    ApiObject create(ObjectKey key, ObjectNode object, WriteContext context);

    /**
     * @throws StaleWriteException where the object is not at {@code revision} any more
     */
    ApiObject update(ObjectKey key, long revision, ObjectNode object, WriteContext context);

    /**
     * Removes the object and returns its last state under the revision of the removal.
     *
     * @throws StaleWriteException as {@link #update}
     */
    ApiObject delete(ApiObject last, WriteContext context);
}
