package io.pinisi.cluster.image;

import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An OCI image layout in a tar: the blobs are what is served, as they are. */
final class OciLayout {
    private static final String BLOBS = "blobs/sha256/";
    private static final String CONTAINERD_NAME = "io.containerd.image.name";
    private static final String OCI_NAME = "org.opencontainers.image.ref.name";

    private OciLayout() {}

    static void read(TarIndex files, Archive archive) throws IOException {
        for (Map.Entry<String, Blob> file : files.files().entrySet()) {
            if (file.getKey().startsWith(BLOBS)) {
                String hex = file.getKey().substring(BLOBS.length());
                archive.addBlob("sha256:" + hex, file.getValue());
            }
        }
        for (JsonNode descriptor : Archive.json(files, "index.json").path("manifests")) {
            String digest = Json.text(descriptor, "digest");
            String name = name(descriptor);
            if (digest != null && name != null) {
                archive.addImage(ImageName.parse(name), digest);
            }
        }
    }

    /** A name that is only a tag does not say which image it is of. */
    private static @Nullable String name(JsonNode descriptor) {
        String full = Json.text(descriptor, "annotations", CONTAINERD_NAME);
        if (full != null) {
            return full;
        }
        String name = Json.text(descriptor, "annotations", OCI_NAME);
        return name != null && (name.contains("/") || name.contains(":")) ? name : null;
    }
}
