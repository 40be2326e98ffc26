package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads objects of any resource from memory, for rules that span kinds. */
public interface ObjectLookup {
    /** Empty also where the resource is not served. */
    Optional<ApiObject> find(GroupResource resource, ObjectKey key);

    /**
     * @param namespace null for all
     */
    List<ApiObject> all(GroupResource resource, @Nullable String namespace);
}
