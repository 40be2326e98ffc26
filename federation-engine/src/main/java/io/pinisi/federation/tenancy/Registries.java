package io.pinisi.federation.tenancy;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where images may come from.
 *
 * @param allowed registries, or paths in them; empty for any
 */
public record Registries(List<String> allowed) {
    private static final String DOCKER = "docker.io";

    public Registries {
        allowed = List.copyOf(allowed);
    }

    /** A path admits what lies below it, segment by segment. */
    public boolean admits(String image) {
        if (allowed.isEmpty()) {
            return true;
        }
        String whole = whole(image);
        return allowed.stream()
                .map(Registries::host)
                .anyMatch(prefix -> whole.equals(prefix) || whole.startsWith(prefix + "/"));
    }

    /** The first image of a pod, in whatever sort of container or volume, that is not admitted. */
    Optional<String> stranger(JsonNode podSpec) {
        for (String sort : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (JsonNode container : podSpec.path(sort)) {
                String image = container.path("image").asString("");
                if (!image.isEmpty() && !admits(image)) {
                    return Optional.of(image);
                }
            }
        }
        for (JsonNode volume : podSpec.path("volumes")) {
            String image = volume.path("image").path("reference").asString("");
            if (!image.isEmpty() && !admits(image)) {
                return Optional.of(image);
            }
        }
        return Optional.empty();
    }

    /** The name as a runtime completes it, without tag or digest. */
    static String whole(String image) {
        String bare = image;
        int at = bare.indexOf('@');
        if (at >= 0) {
            bare = bare.substring(0, at);
        }
        int colon = bare.lastIndexOf(':');
        if (colon > bare.lastIndexOf('/')) {
            bare = bare.substring(0, colon);
        }
        int slash = bare.indexOf('/');
        String first = slash < 0 ? "" : bare.substring(0, slash);
        if (isHost(first)) {
            return host(bare);
        }
        return DOCKER + "/" + (slash < 0 ? "library/" : "") + bare;
    }

    private static boolean isHost(String first) {
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    /** The old name of Docker's registry is another name of the same one. */
    private static String host(String name) {
        return name.startsWith("index.docker.io")
                ? DOCKER + name.substring("index.docker.io".length())
                : name;
    }
}
