package io.pinisi.cluster.registry;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.WriteContext;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.StorableText;
import io.pinisi.db.revision.Write;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record that a write leaves in its own transaction. Nodes and controllers write all the time
 * and leave only their name on the revision.
 */
final class AuditTrail {
    private static final String SERVER = "system:apiserver";

    /** The channel of a caller in this process that is no person; no other has it. */
    private static final String WITHIN = "engine";

    private static final String OWN_COMPONENTS = "system:pinisi:";
    private static final String CONTROLLERS = "system:serviceaccount:kube-system:";

    private static final int USER_AGENT_MAX = 256;
    private static final int ANNOTATION_MAX = 2048;

    private AuditTrail() {}

    /**
     * @param before the revision that is replaced or deleted
     */
    static WriteContext context(
            Call call,
            String verb,
            GroupVersionResource resource,
            String subresource,
            ObjectKey key,
            OptionalLong before) {
        UserInfo user = call.user();
        Write.Origin origin = new Write.Origin(user.name(), call.requestId());
        return new WriteContext(
                origin,
                isReport(call, subresource)
                        ? null
                        : entry(call, verb, resource, subresource, key, before));
    }

    private static @Nullable AuditEntry entry(
            Call call,
            String verb,
            GroupVersionResource resource,
            String subresource,
            ObjectKey key,
            OptionalLong before) {
        String path = subresource.isEmpty() ? "" : "/" + subresource;
        ObjectNode detail = Json.object().put("fieldManager", call.fieldManager());
        before.ifPresent(revision -> detail.put("revisionBefore", revision));
        if (!call.impersonator().isEmpty()) {
            detail.put("impersonator", call.impersonator());
        }
        List<String> credential = call.user().extra().get(UserInfo.CREDENTIAL);
        if (credential != null) {
            detail.put("credential", String.join(",", credential));
        }
        if (!call.userAgent().isEmpty()) {
            detail.put("userAgent", StorableText.fit(call.userAgent(), USER_AGENT_MAX));
        }
        call.act().notes().forEach(detail::put);
        Map<String, String> annotations = call.annotations().all();
        if (!annotations.isEmpty()) {
            ObjectNode noted = detail.putObject("annotations");
            annotations.forEach(
                    (name, value) -> noted.put(name, StorableText.fit(value, ANNOTATION_MAX)));
        }
        return new AuditEntry(
                call.user().name(),
                call.user().groups(),
                verb,
                resource.apiVersion() + " " + resource.resource() + path + " " + key,
                call.requestId(),
                call.source(),
                call.channel(),
                "allowed",
                new String(Json.bytes(detail), StandardCharsets.UTF_8));
    }

    /** What components say of the state of things, and what a server gives itself, is no act. */
    private static boolean isReport(Call call, String subresource) {
        UserInfo user = call.user();
        return isMachine(user)
                || (user.name().startsWith(OWN_COMPONENTS) && subresource.equals("status"))
                || (user.name().equals(SERVER) && call.channel().equals(WITHIN));
    }

    private static boolean isMachine(UserInfo user) {
        return user.groups().contains("system:nodes")
                || user.name().startsWith(CONTROLLERS)
                || user.name().startsWith("system:kube-")
                || user.name().startsWith("system:controller:");
    }
}
