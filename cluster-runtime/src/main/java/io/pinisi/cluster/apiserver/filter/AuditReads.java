package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.AuditDocument;
import io.pinisi.cluster.apiserver.Filter;
import io.pinisi.cluster.apiserver.Handler;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfo.NonResourceRequest;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.history.HoldDocument;

/**
 * Records what persons read or do without writing: secrets, logs, the audit log itself, legal holds
 * on the past, and connections into containers; and whatever goes through a proxy to another
 * server. The intent is durable before anything is sent.
 */
public final class AuditReads implements Filter {
    private final AuditSink log;

    public AuditReads(AuditSink log) {
        this.log = log;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        RequestInfo info = context.info();
        boolean person = !AuditEntries.isMachine(context.user());
        if (leadsOn(info) || (person && isSensitive(info))) {
            log.record(AuditEntries.entry(request, "allowed", AuditEntries.noDetail()));
        }
        return next.handle(request);
    }

    /** What happens behind a proxy is known here by this record only, so machines leave one too. */
    private static boolean leadsOn(RequestInfo info) {
        return info instanceof ResourceRequest resource && AuditEntries.isProxy(resource);
    }

    private static boolean isSensitive(RequestInfo info) {
        return switch (info) {
            case ResourceRequest resource -> isSensitive(resource);
            case NonResourceRequest other ->
                    (other.path().startsWith(AuditDocument.PATH) && !isRecordedWithItsEffect(other))
                            || other.path().startsWith(HoldDocument.PATH);
        };
    }

    private static boolean isRecordedWithItsEffect(NonResourceRequest request) {
        return request.path().startsWith(AuditDocument.HOLDS) && !request.verb().equals("get");
    }

    private static boolean isSensitive(ResourceRequest request) {
        if (!request.resource().group().isEmpty()) {
            return false;
        }
        return switch (request.resource().resource()) {
            case "secrets" -> !request.mutating();
            case "pods" ->
                    switch (request.subresource()) {
                        case "log", "exec", "attach", "portforward" -> true;
                        default -> false;
                    };
            default -> false;
        };
    }
}
