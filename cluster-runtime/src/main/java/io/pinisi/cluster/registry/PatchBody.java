package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A patch as it came in; apply carries a whole (partial) object of the stored version.
 *
 * @param version that the patch is written for; null for the stored one
 */
public record PatchBody(Type type, JsonNode content, ResourceDefinition.@Nullable Version version) {

    public PatchBody(Type type, JsonNode content) {
        this(type, content, null);
    }

    /** The four kinds, with their media types. */
    public enum Type {
        JSON("application/json-patch+json"),
        MERGE("application/merge-patch+json"),
        STRATEGIC("application/strategic-merge-patch+json"),
        APPLY("application/apply-patch+yaml");

        private final String mediaType;

        Type(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }
}
