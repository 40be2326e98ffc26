package io.pinisi.cluster.admission.quota;

import io.pinisi.cluster.storage.ApiObject;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Where the quotas stand and are booked on. */
public interface QuotaBook {
    List<ApiObject> quotas(String namespace);

    /**
     * Writes a quota's next state.
     *
     * @return false where it was written by someone else since it was read
     */
    boolean write(ApiObject read, ObjectNode next);
}
