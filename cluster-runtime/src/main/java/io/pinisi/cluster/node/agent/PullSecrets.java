package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.node.container.PodObjects;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.runtime.RegistryLogin;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the login for an image's registry among a pod's {@code imagePullSecrets}. */
final class PullSecrets {
    private static final String DOCKER_HUB = "docker.io";

    private PullSecrets() {}

    static Optional<RegistryLogin> find(Pod pod, String image, PodObjects objects) {
        String registry = registry(image);
        for (JsonNode reference : pod.spec().path("imagePullSecrets")) {
            Optional<RegistryLogin> login =
                    objects.secret(pod.identity().namespace(), reference.path("name").asString(""))
                            .flatMap(secret -> entry(secret, registry));
            if (login.isPresent()) {
                return login;
            }
        }
        return Optional.empty();
    }

    /** The host part of a reference, or Docker's own registry where there is none. */
    static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? first : DOCKER_HUB;
    }

    private static Optional<RegistryLogin> entry(ObjectNode secret, String registry) {
        String encoded = secret.path("data").path(".dockerconfigjson").asString("");
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        try {
            ObjectNode config = Json.parse(Base64.getDecoder().decode(encoded));
            for (Map.Entry<String, JsonNode> entry : config.path("auths").properties()) {
                if (host(entry.getKey()).equals(registry)) {
                    JsonNode login = entry.getValue();
                    return Optional.of(
                            new RegistryLogin(
                                    login.path("username").asString(""),
                                    login.path("password").asString(""),
                                    login.path("auth").asString(""),
                                    login.path("identitytoken").asString("")));
                }
            }
            return Optional.empty();
        } catch (ApiException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String host(String key) {
        String host = key.replaceFirst("^https?://", "").split("/", 2)[0];
        return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
                ? DOCKER_HUB
                : host;
    }
}
