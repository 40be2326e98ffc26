package io.pinisi.cluster.registry;

import io.pinisi.cluster.admission.quota.QuotaBook;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLog;
import io.pinisi.cluster.storage.StaleWriteException;
import io.pinisi.cluster.storage.WriteContext;
import io.pinisi.db.revision.Write;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Quotas as they are stored, booked on past the pipeline: what is booked was judged already. */
final class LoggedQuotas implements QuotaBook {
    private static final GroupResource QUOTAS = new GroupResource("", "resourcequotas");
    private static final WriteContext CONTEXT =
            new WriteContext(new Write.Origin("system:apiserver", ""), null);

    private final ObjectLog log;

    LoggedQuotas(ObjectLog log) {
        this.log = log;
    }

    @Override
    public List<ApiObject> quotas(String namespace) {
        return log.all(QUOTAS, namespace);
    }

    @Override
    public boolean write(ApiObject read, ObjectNode next) {
        try {
            log.storage(QUOTAS).update(read.key(), read.revision(), next, CONTEXT);
            return true;
        } catch (StaleWriteException e) {
            return false;
        }
    }
}
