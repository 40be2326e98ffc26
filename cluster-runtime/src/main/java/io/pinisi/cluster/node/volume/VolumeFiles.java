package io.pinisi.cluster.node.volume;

import io.pinisi.cluster.node.container.PodObjects;
import io.pinisi.cluster.node.pod.FieldReferences;
import io.pinisi.cluster.node.pod.Pod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers the files of the volumes whose contents come from the API. */
final class VolumeFiles {
    private static final int DEFAULT_MODE = 0644;
    private static final long DEFAULT_EXPIRATION = 3600;

    private final Pod pod;
    private final PodObjects objects;
    private final TokenSource tokens;
    private final FieldReferences fields;
    private final Map<String, FileContent> files = new TreeMap<>();

    VolumeFiles(Pod pod, PodObjects objects, TokenSource tokens, FieldReferences fields) {
        this.pod = pod;
        this.objects = objects;
        this.tokens = tokens;
        this.fields = fields;
    }

    /** By path inside the volume. */
    Map<String, FileContent> of(JsonNode volume) {
        if (volume.has("configMap")) {
            JsonNode source = volume.path("configMap");
            configMap(source, source.path("name").asString(""), mode(source, DEFAULT_MODE));
        } else if (volume.has("secret")) {
            JsonNode source = volume.path("secret");
            secret(source, source.path("secretName").asString(""), mode(source, DEFAULT_MODE));
        } else if (volume.has("downwardAPI")) {
            JsonNode source = volume.path("downwardAPI");
            downward(source, mode(source, DEFAULT_MODE));
        } else if (volume.has("projected")) {
            projected(volume.path("projected"));
        }
        return files;
    }

    private static int mode(JsonNode source, int fallback) {
        return source.path("defaultMode").asInt(fallback);
    }

    private void projected(JsonNode volume) {
        int mode = mode(volume, DEFAULT_MODE);
        for (JsonNode source : volume.path("sources")) {
            if (source.has("configMap")) {
                JsonNode map = source.path("configMap");
                configMap(map, map.path("name").asString(""), mode);
            } else if (source.has("secret")) {
                JsonNode secret = source.path("secret");
                secret(secret, secret.path("name").asString(""), mode);
            } else if (source.has("downwardAPI")) {
                downward(source.path("downwardAPI"), mode);
            } else if (source.has("serviceAccountToken")) {
                token(source.path("serviceAccountToken"));
            }
        }
    }

    private void configMap(JsonNode source, String name, int mode) {
        String namespace = pod.identity().namespace();
        Optional<ObjectNode> map = objects.configMap(namespace, name);
        if (map.isEmpty()) {
            missing(source, "configmap \"" + name + "\" not found");
            return;
        }
        Map<String, byte[]> data = new TreeMap<>();
        map.get()
                .path("data")
                .properties()
                .forEach(
                        e ->
                                data.put(
                                        e.getKey(),
                                        e.getValue().asString().getBytes(StandardCharsets.UTF_8)));
        map.get()
                .path("binaryData")
                .properties()
                .forEach(e -> data.put(e.getKey(), decode(e.getValue())));
        select(source, data, mode, "configmap " + namespace + "/" + name);
    }

    private void secret(JsonNode source, String name, int mode) {
        String namespace = pod.identity().namespace();
        Optional<ObjectNode> secret = objects.secret(namespace, name);
        if (secret.isEmpty()) {
            missing(source, "secret \"" + name + "\" not found");
            return;
        }
        Map<String, byte[]> data = new TreeMap<>();
        secret.get()
                .path("data")
                .properties()
                .forEach(e -> data.put(e.getKey(), decode(e.getValue())));
        select(source, data, mode, "secret " + namespace + "/" + name);
    }

    private void select(JsonNode source, Map<String, byte[]> data, int mode, String subject) {
        if (!source.has("items")) {
            data.forEach((key, bytes) -> files.put(key, new FileContent(bytes, mode)));
            return;
        }
        for (JsonNode item : source.path("items")) {
            String key = item.path("key").asString("");
            byte[] bytes = data.get(key);
            if (bytes == null) {
                missing(source, "references non-existent config key: " + key + " in " + subject);
                continue;
            }
            files.put(
                    item.path("path").asString(key),
                    new FileContent(bytes, item.path("mode").asInt(mode)));
        }
    }

    private static void missing(JsonNode source, String message) {
        if (!source.path("optional").asBoolean(false)) {
            throw new VolumeTrouble(message);
        }
    }

    private void downward(JsonNode source, int mode) {
        for (JsonNode item : source.path("items")) {
            Optional<String> value =
                    item.has("fieldRef")
                            ? fields.field(item.path("fieldRef").path("fieldPath").asString(""))
                            : fields.resource(item.path("resourceFieldRef"), "");
            String text =
                    value.orElseThrow(
                            () ->
                                    new VolumeTrouble(
                                            "unsupported reference of "
                                                    + item.path("path").asString("")));
            files.put(
                    item.path("path").asString(""),
                    new FileContent(
                            text.getBytes(StandardCharsets.UTF_8), item.path("mode").asInt(mode)));
        }
    }

    /**
     * Readable by the container's user, whoever that is, when it has a group; by root otherwise.
     */
    private void token(JsonNode source) {
        String token =
                tokens.token(
                        pod,
                        source.path("audience").asString(""),
                        source.path("expirationSeconds").asLong(DEFAULT_EXPIRATION));
        boolean shared =
                pod.spec().path("securityContext").has("fsGroup")
                        || pod.containers().stream().noneMatch(VolumeFiles::runsAsOther);
        files.put(
                source.path("path").asString("token"),
                new FileContent(token.getBytes(StandardCharsets.UTF_8), shared ? 0600 : 0644));
    }

    private static boolean runsAsOther(io.pinisi.cluster.node.pod.ContainerDefinition container) {
        return container.node().path("securityContext").path("runAsUser").asLong(0) != 0;
    }

    private static byte[] decode(JsonNode value) {
        return Base64.getDecoder().decode(value.asString());
    }
}
