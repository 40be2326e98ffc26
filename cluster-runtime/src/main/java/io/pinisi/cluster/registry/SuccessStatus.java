package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** The plain success that acts on an object, rather than objects, are answered with. */
public final class SuccessStatus {
    private SuccessStatus() {}

    public static byte[] created() {
        ObjectNode status = Json.object();
        status.put("kind", "Status");
        status.put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        status.put("code", 201);
        return Json.bytes(status);
    }
}
