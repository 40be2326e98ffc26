package io.pinisi.cluster.registry;

import tools.jackson.databind.JsonNode;

/** A patch as it came in; apply carries a whole (partial) object. */
public record PatchBody(Type type, JsonNode content) {

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
