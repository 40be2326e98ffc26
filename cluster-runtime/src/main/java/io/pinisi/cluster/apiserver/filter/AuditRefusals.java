package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.BodyLimit;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.db.audit.RefusalBudget;
import java.time.InstantSource;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records the refused attempts of a person one by one, up to a number in a minute: what was not
 * allowed, and bodies that are too large or come too slowly. What is beyond it is counted, as are
 * all but the first refusals of callers without a name and of machines, and the count stands on the
 * record that opens the caller's next minute: so nobody can fill the log from outside.
 */
public final class AuditRefusals implements Filter {
    private static final int RECORDS_OF_A_PERSON = 100;
    private static final int RECORDS_OF_OTHERS = 1;

    private final AuditSink log;

    private final RefusalBudget budget;

    public AuditRefusals(AuditSink log, InstantSource clock) {
        this.log = log;
        this.budget = new RefusalBudget(clock);
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        try {
            return next.handle(request);
        } catch (ApiException e) {
            if (e.is(Reason.FORBIDDEN) || e.is(Reason.UNAUTHORIZED) || BodyLimit.isCause(e)) {
                record(request, e);
            }
            throw e;
        }
    }

    private void record(ApiRequest request, ApiException refusal) {
        UserInfo user = RequestContext.current().userIfKnown();
        ObjectNode detail = AuditEntries.noDetail().put("message", refusal.getMessage());
        int recordsMax = AuditEntries.isMachine(user) ? RECORDS_OF_OTHERS : RECORDS_OF_A_PERSON;
        String caller = (user == null ? "" : user.name()) + "@" + request.source();
        OptionalLong unrecorded = budget.take(caller, recordsMax);
        if (unrecorded.isEmpty()) {
            return;
        }
        if (unrecorded.getAsLong() > 0) {
            detail.put("unrecordedBefore", unrecorded.getAsLong());
        }
        log.record(AuditEntries.entry(request, "denied", detail));
    }
}
