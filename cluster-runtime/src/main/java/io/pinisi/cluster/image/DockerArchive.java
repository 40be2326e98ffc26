package io.pinisi.cluster.image;

import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code docker save} writes: configuration and layers as files, without a registry's
 * manifest. The manifest (schema 2) is written here, its digests computed from the files.
 */
final class DockerArchive {
    private static final String CONFIG_TYPE = "application/vnd.docker.container.image.v1+json";
    private static final String LAYER_TYPE = "application/vnd.docker.image.rootfs.diff.tar";

    private final TarIndex files;
    private final Archive archive;
    private final Map<Blob, String> digests = new HashMap<>();

    private DockerArchive(TarIndex files, Archive archive) {
        this.files = files;
        this.archive = archive;
    }

    static void read(TarIndex files, Archive archive) throws IOException {
        DockerArchive reader = new DockerArchive(files, archive);
        for (JsonNode image : Archive.json(files, "manifest.json")) {
            reader.image(image);
        }
    }

    private void image(JsonNode image) throws IOException {
        ObjectNode manifest = Json.object();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.DOCKER_MANIFEST);
        manifest.set("config", descriptor(image.path("Config").asString(), CONFIG_TYPE));
        ArrayNode layers = manifest.putArray("layers");
        for (JsonNode layer : image.path("Layers")) {
            layers.add(descriptor(layer.asString(), LAYER_TYPE));
        }
        Blob written = new Blob.InMemory(Json.bytes(manifest));
        String digest = written.digest();
        archive.addBlob(digest, written);
        for (JsonNode tag : image.path("RepoTags")) {
            archive.addImage(ImageName.parse(tag.asString()), digest);
        }
    }

    private ObjectNode descriptor(String name, String type) throws IOException {
        Blob file = files.file(name);
        if (file == null) {
            throw new IOException("it has no " + name);
        }
        String digest = digests.get(file);
        if (digest == null) {
            digest = file.digest();
            digests.put(file, digest);
            archive.addBlob(digest, file);
        }
        boolean compressedLayer = type.equals(LAYER_TYPE) && Archive.isCompressed(file);
        ObjectNode descriptor = Json.object();
        descriptor.put("mediaType", compressedLayer ? type + ".gzip" : type);
        descriptor.put("size", file.size());
        descriptor.put("digest", digest);
        return descriptor;
    }
}
