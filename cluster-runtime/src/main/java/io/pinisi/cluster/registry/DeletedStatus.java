package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.storage.ApiObject;
import tools.jackson.databind.node.ObjectNode;

/** What the deletion of most kinds is answered with. */
final class DeletedStatus {
    private DeletedStatus() {}

    static byte[] of(Kind kind, ApiObject deleted) {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details");
        details.put("name", deleted.key().name());
        String group = kind.definition().resource().group();
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", kind.definition().resource().resource());
        details.put("uid", deleted.uid());
        return Json.bytes(status);
    }
}
