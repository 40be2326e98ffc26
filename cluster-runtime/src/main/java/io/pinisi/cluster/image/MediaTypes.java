package io.pinisi.cluster.image;

import io.pinisi.cluster.machinery.json.Json;
import tools.jackson.databind.JsonNode;

/** The types that manifests are served under. */
final class MediaTypes {
    static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    private MediaTypes() {}

    /** What a manifest says it is; an OCI one need not say. */
    static String of(byte[] manifest) {
        JsonNode tree = Json.mapper().readTree(manifest);
        String said = Json.text(tree, "mediaType");
        if (said != null) {
            return said;
        }
        return tree.has("manifests") ? OCI_INDEX : OCI_MANIFEST;
    }
}
