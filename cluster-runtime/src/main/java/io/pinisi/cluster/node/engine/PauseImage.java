package io.pinisi.cluster.node.engine;

import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The image that holds a pod's namespaces open: one static program that waits and reaps. It is
 * built from the machine's own, so that a node needs no registry to start.
 */
final class PauseImage {
    static final String NAME = "pinisi.io/pause:1";
    static final Path PROGRAM = Path.of("/usr/bin/catatonit");

    private PauseImage() {}

    /** As an archive that containerd imports. */
    static byte[] archive() throws IOException {
        Tar layer = new Tar();
        layer.add("pause", Files.readAllBytes(PROGRAM), 0755);
        return archive(NAME, layer.finish(), List.of("/pause", "-P"));
    }

    /** One layer and how to start it, in the form that {@code docker save} writes. */
    static byte[] archive(String name, byte[] layer, List<String> entryPoint) {
        ObjectNode config = Json.object();
        config.put("architecture", architecture()).put("os", "linux");
        ArrayNode words = config.putObject("config").putArray("Entrypoint");
        entryPoint.forEach(words::add);
        ObjectNode rootfs = config.putObject("rootfs");
        rootfs.put("type", "layers").putArray("diff_ids").add("sha256:" + sha256(layer));
        ObjectNode entry = Json.object();
        entry.put("Config", "config.json");
        entry.putArray("RepoTags").add(name);
        entry.putArray("Layers").add("layer.tar");
        Tar archive = new Tar();
        archive.add("layer.tar", layer, 0644);
        archive.add("config.json", Json.bytes(config), 0644);
        archive.add(
                "manifest.json", Json.bytes(JsonNodeFactory.instance.arrayNode().add(entry)), 0644);
        return archive.finish();
    }

    static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
