package io.pinisi.cluster.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A path of the node itself, checked or made as its type says. */
final class HostPath {
    private HostPath() {}

    static Path path(JsonNode source) {
        return Path.of(source.path("path").asString(""));
    }

    static Path layOut(JsonNode source) {
        Path path = path(source);
        try {
            layOut(source.path("type").asString(""), path);
        } catch (IOException e) {
            throw new VolumeTrouble("hostPath " + path + ": " + e.getMessage(), e);
        }
        return path;
    }

    private static void layOut(String type, Path path) throws IOException {
        switch (type) {
            case "DirectoryOrCreate" -> Files.createDirectories(path);
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
            }
            case "Directory" -> require(Files.isDirectory(path), path, "a directory");
            case "File" -> require(Files.isRegularFile(path), path, "a file");
            case "" -> {
                if (!Files.exists(path)) {
                    Files.createDirectories(path);
                }
            }
            default -> require(Files.exists(path), path, "what its type says");
        }
    }

    private static void require(boolean met, Path path, String what) {
        if (!met) {
            throw new VolumeTrouble("hostPath type check failed: " + path + " is not " + what);
        }
    }
}
