package io.pinisi.federation.approval;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.FederationKinds;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes requests as the hub. */
record Desk(ApiClient hub) {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-approvals");
    private static final ResourcePath ALL = ResourcePath.all(FederationKinds.APPROVAL_REQUESTS);

    /** Returns the name of the new request. */
    String file(ApprovalPolicy policy, String requester, List<String> groups, Deed deed) {
        ObjectNode object = Json.object().put("apiVersion", FederationKinds.PINISI_API);
        object.put("kind", "ApprovalRequest")
                .putObject("metadata")
                .put(
                        "generateName",
                        (deed.verb() + "-" + deed.resource() + "-").toLowerCase(Locale.ROOT));
        ObjectNode spec = object.putObject("spec").put("policy", policy.name());
        ObjectNode who = spec.putObject("requester").put("name", requester);
        ArrayNode list = who.putArray("groups");
        groups.forEach(list::add);
        spec.set("action", deed.tree());
        return Metadata.of(hub.create(ALL, object, WRITE)).name();
    }

    String file(ApprovalPolicy policy, UserInfo requester, Deed deed) {
        return file(policy, requester.name(), requester.groups(), deed);
    }

    /** Fails where it was used meanwhile. */
    void use(String name, String requestId) {
        decide(name, "Use", requestId);
    }

    /** What was used for a write that was refused after all can be used again. */
    void giveBack(String name, String requestId) {
        decide(name, "GiveBack", requestId);
    }

    void expire(String name) {
        decide(name, "Expire", "");
    }

    void forget(String name) {
        hub.delete(ALL.named(name), null);
    }

    private void decide(String name, String decision, String comment) {
        ObjectNode body = Json.object();
        body.putObject("spec").put("decision", decision).put("comment", comment);
        hub.patch(ALL.named(name), PatchType.MERGE, body, WRITE);
    }
}
