package io.pinisi.cluster.node.container;

import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.FieldReferences;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Resolves a container's variables in Kubernetes' order: services, envFrom, env. */
public final class Environment {
    private final String namespace;
    private final PodObjects objects;
    private final FieldReferences fields;

    public Environment(String namespace, PodObjects objects, FieldReferences fields) {
        this.namespace = namespace;
        this.objects = objects;
        this.fields = fields;
    }

    /**
     * @param services variables that stand for services; the container's own win
     */
    public Map<String, String> resolve(
            ContainerDefinition container, Map<String, String> services) {
        Map<String, String> resolved = new LinkedHashMap<>();
        for (JsonNode source : container.node().path("envFrom")) {
            include(source, resolved);
        }
        for (JsonNode variable : container.node().path("env")) {
            String name = variable.path("name").asString("");
            if (variable.has("valueFrom")) {
                from(variable.path("valueFrom"), container)
                        .ifPresent(value -> resolved.put(name, value));
            } else {
                Map<String, String> known = new LinkedHashMap<>(services);
                known.putAll(resolved);
                resolved.put(name, Expansion.expand(variable.path("value").asString(""), known));
            }
        }
        Map<String, String> all = new LinkedHashMap<>(services);
        all.putAll(resolved);
        return all;
    }

    private void include(JsonNode source, Map<String, String> resolved) {
        String prefix = source.path("prefix").asString("");
        if (source.has("configMapRef")) {
            configMap(source.path("configMapRef"))
                    .ifPresent(
                            map ->
                                    map.path("data")
                                            .properties()
                                            .forEach(
                                                    e ->
                                                            resolved.put(
                                                                    prefix + e.getKey(),
                                                                    e.getValue().asString())));
        }
        if (source.has("secretRef")) {
            secret(source.path("secretRef"))
                    .ifPresent(
                            secret ->
                                    secret.path("data")
                                            .properties()
                                            .forEach(
                                                    e ->
                                                            resolved.put(
                                                                    prefix + e.getKey(),
                                                                    decode(e.getValue()))));
        }
    }

    private Optional<String> from(JsonNode source, ContainerDefinition container) {
        if (source.has("fieldRef")) {
            String path = source.path("fieldRef").path("fieldPath").asString("");
            return Optional.of(
                    fields.field(path)
                            .orElseThrow(
                                    () ->
                                            ContainerRefusal.config(
                                                    "unsupported fieldPath: " + path)));
        }
        if (source.has("resourceFieldRef")) {
            JsonNode reference = source.path("resourceFieldRef");
            return Optional.of(
                    fields.resource(reference, container.name())
                            .orElseThrow(
                                    () ->
                                            ContainerRefusal.config(
                                                    "unsupported container resource: "
                                                            + reference
                                                                    .path("resource")
                                                                    .asString(""))));
        }
        if (source.has("configMapKeyRef")) {
            JsonNode reference = source.path("configMapKeyRef");
            return key(reference, configMap(reference), "ConfigMap").map(JsonNode::asString);
        }
        if (source.has("secretKeyRef")) {
            JsonNode reference = source.path("secretKeyRef");
            return key(reference, secret(reference), "Secret").map(Environment::decode);
        }
        throw ContainerRefusal.config("a variable's valueFrom names no source");
    }

    private Optional<JsonNode> key(JsonNode reference, Optional<ObjectNode> object, String kind) {
        String key = reference.path("key").asString("");
        Optional<JsonNode> value = object.map(o -> o.path("data").get(key));
        if (value.isEmpty() && object.isPresent() && !optional(reference)) {
            throw ContainerRefusal.config(
                    "couldn't find key %s in %s %s/%s"
                            .formatted(key, kind, namespace, name(reference)));
        }
        return value;
    }

    private Optional<ObjectNode> configMap(JsonNode reference) {
        Optional<ObjectNode> found = objects.configMap(namespace, name(reference));
        if (found.isEmpty() && !optional(reference)) {
            throw ContainerRefusal.config("configmap \"" + name(reference) + "\" not found");
        }
        return found;
    }

    private Optional<ObjectNode> secret(JsonNode reference) {
        Optional<ObjectNode> found = objects.secret(namespace, name(reference));
        if (found.isEmpty() && !optional(reference)) {
            throw ContainerRefusal.config("secret \"" + name(reference) + "\" not found");
        }
        return found;
    }

    private static String name(JsonNode reference) {
        return reference.path("name").asString("");
    }

    private static boolean optional(JsonNode reference) {
        return reference.path("optional").asBoolean(false);
    }

    private static String decode(JsonNode value) {
        return new String(Base64.getDecoder().decode(value.asString()), StandardCharsets.UTF_8);
    }
}
