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
 * on the past, and connections into containers. The intent is durable before anything is sent.
 */
public final class AuditReads implements Filter {
    private final AuditSink log;

    public AuditReads(AuditSink log) {
        this.log = log;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Handler next) {
        RequestContext context = RequestContext.current();
        boolean recorded = !AuditEntries.isMachine(context.user()) && isSensitive(context.info());
        if (recorded) {
            log.record(AuditEntries.entry(request, "allowed", AuditEntries.noDetail()));
        }
        return next.handle(request);
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
        if (request.subresource().equals("proxy")) {
            return true;
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
