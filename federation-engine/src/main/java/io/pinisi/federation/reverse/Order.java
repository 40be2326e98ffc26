package io.pinisi.federation.reverse;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object that a member is to have, as its agent keeps it for the time when the hub is away.
 *
 * @param object exactly what is applied
 * @param hash of it
 * @param corrects whether what others change of it is put right
 * @param retention script in Lua that says what stays as the member has it; empty for none
 */
public record Order(
        GroupVersionResource resource,
        ObjectNode object,
        String hash,
        boolean corrects,
        String retention) {

    /** The same with what is to be applied to the object that is there. */
    public Order with(ObjectNode retained) {
        return new Order(resource, retained, hash, corrects, retention);
    }

    /** Where the object is in the member's API; orders are told apart by it. */
    public ResourcePath path() {
        return ResourcePath.of(resource, Metadata.key(object));
    }

    public String id() {
        return path().path();
    }

    public ObjectNode tree() {
        ObjectNode tree = Json.object();
        tree.put("apiVersion", resource.apiVersion()).put("resource", resource.resource());
        tree.put("hash", hash).put("corrects", corrects);
        if (!retention.isEmpty()) {
            tree.put("retention", retention);
        }
        tree.set("object", object);
        return tree;
    }

    public static Order of(JsonNode tree) {
        return new Order(
                GroupVersionResource.of(
                        tree.path("apiVersion").asString(""), tree.path("resource").asString("")),
                (ObjectNode) tree.path("object"),
                tree.path("hash").asString(""),
                tree.path("corrects").asBoolean(true),
                tree.path("retention").asString(""));
    }
}
