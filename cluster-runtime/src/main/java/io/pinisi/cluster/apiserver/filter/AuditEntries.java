package io.pinisi.cluster.apiserver.filter;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.RequestContext;
import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.authn.Anonymous;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.StorableText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Words a request as an audit record. */
public final class AuditEntries {
    private static final int USER_AGENT_MAX = 256;
    private static final int PATH_MAX = 512;

    private AuditEntries() {}

    public static AuditEntry entry(ApiRequest request, String result, ObjectNode detail) {
        RequestContext context = RequestContext.current();
        UserInfo user = context.userIfKnown();
        UserInfo impersonator = context.impersonator();
        if (impersonator != null) {
            detail.put("impersonator", impersonator.name());
        }
        if (user != null && user.extra().containsKey(UserInfo.CREDENTIAL)) {
            detail.put("credential", String.join(",", user.extra().get(UserInfo.CREDENTIAL)));
        }
        String agent = request.header("user-agent");
        if (!agent.isEmpty()) {
            detail.put("userAgent", StorableText.fit(agent, USER_AGENT_MAX));
        }
        RequestInfo info = context.infoIfKnown();
        if (info instanceof ResourceRequest resource && isProxy(resource)) {
            detail.put("path", StorableText.fit(request.path(), PATH_MAX));
        }
        return new AuditEntry(
                user == null ? Anonymous.USER : user.name(),
                user == null ? List.of() : user.groups(),
                info == null ? request.method().toLowerCase(Locale.ROOT) : info.verb(),
                info == null ? request.path() : object(info),
                context.requestId(),
                request.source(),
                request.channel(),
                result,
                detail.toString());
    }

    static ObjectNode noDetail() {
        return Json.object();
    }

    /** Whether the request goes on to another server, which alone sees what it is about. */
    static boolean isProxy(ResourceRequest request) {
        return request.subresource().equals("proxy");
    }

    /** Nodes, controllers and callers without a name: many, alike, and no persons. */
    static boolean isMachine(@Nullable UserInfo user) {
        return user == null || user.name().startsWith("system:");
    }

    private static String object(RequestInfo info) {
        if (!(info instanceof ResourceRequest r)) {
            return info.path();
        }
        StringBuilder object = new StringBuilder(r.resource().apiVersion());
        object.append(' ').append(r.resource().resource());
        if (!r.subresource().isEmpty()) {
            object.append('/').append(r.subresource());
        }
        object.append(' ');
        if (r.namespace() != null && !r.resource().resource().equals("namespaces")) {
            object.append(r.namespace()).append('/');
        }
        return object.append(r.name() == null ? "" : r.name()).toString().strip();
    }
}
