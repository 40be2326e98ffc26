package io.pinisi.federation.evidence;

import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Rights as they are served and packed. */
final class RightJson {
    private RightJson() {}

    static ObjectNode of(Right right) {
        ObjectNode json =
                Json.object()
                        .put("kind", right.kind())
                        .put("subject", right.subject())
                        .put("role", right.role())
                        .put("by", right.by())
                        .put("tenant", right.tenant());
        put(json, "namespaces", right.namespaces());
        put(json, "clusters", right.clusters());
        put(json, "allows", right.allows());
        right.lastUse()
                .ifPresent(
                        act ->
                                json.putObject("lastUse")
                                        .put("at", act.at().toString())
                                        .put("actor", act.actor())
                                        .put("verb", act.verb())
                                        .put("object", act.object())
                                        .put("result", act.result())
                                        .put("sequence", act.sequence()));
        return json;
    }

    private static void put(ObjectNode json, String field, List<String> texts) {
        var array = json.putArray(field);
        texts.forEach(array::add);
    }
}
