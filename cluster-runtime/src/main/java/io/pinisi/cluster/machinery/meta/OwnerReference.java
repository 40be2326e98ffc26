package io.pinisi.cluster.machinery.meta;

import tools.jackson.databind.JsonNode;

/**
 * An object that another one belongs to, as {@code metadata.ownerReferences} names it; always in
 * the dependent's namespace or cluster-scoped.
 */
public record OwnerReference(
        String apiVersion,
        String kind,
        String name,
        String uid,
        boolean controller,
        boolean blockOwnerDeletion) {

    static OwnerReference of(JsonNode reference) {
        return new OwnerReference(
                reference.path("apiVersion").asString(""),
                reference.path("kind").asString(""),
                reference.path("name").asString(""),
                reference.path("uid").asString(""),
                reference.path("controller").asBoolean(false),
                reference.path("blockOwnerDeletion").asBoolean(false));
    }

    public GroupVersionKind groupVersionKind() {
        return GroupVersionKind.of(apiVersion, kind);
    }
}
