package io.pinisi.cluster.machinery.meta;

import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code metadata} of an object's tree; a view that copies nothing until asked. */
public record Metadata(JsonNode object) {

    public static Metadata of(JsonNode object) {
        return new Metadata(object);
    }

    public static ObjectKey key(JsonNode object) {
        return of(object).key();
    }

    public static String uid(JsonNode object) {
        return of(object).uid();
    }

    public ObjectKey key() {
        return new ObjectKey(namespace(), name());
    }

    public String name() {
        return text("name");
    }

    /** Null for cluster-scoped objects. */
    public @Nullable String namespace() {
        return Json.text(object, "metadata", "namespace");
    }

    public String uid() {
        return text("uid");
    }

    public String resourceVersion() {
        return text("resourceVersion");
    }

    public long generation() {
        return field("generation").asLong(0);
    }

    public boolean isDeleting() {
        return Json.at(object, "metadata", "deletionTimestamp") != null;
    }

    public @Nullable Instant deletionTimestamp() {
        return time("deletionTimestamp");
    }

    public @Nullable Instant creationTimestamp() {
        return time("creationTimestamp");
    }

    public Map<String, String> labels() {
        return texts("labels");
    }

    public Map<String, String> annotations() {
        return texts("annotations");
    }

    public @Nullable String label(String name) {
        return Json.text(object, "metadata", "labels", name);
    }

    public @Nullable String annotation(String name) {
        return Json.text(object, "metadata", "annotations", name);
    }

    public List<String> finalizers() {
        List<String> finalizers = new ArrayList<>();
        field("finalizers").forEach(finalizer -> finalizers.add(finalizer.asString("")));
        return finalizers;
    }

    public List<OwnerReference> owners() {
        List<OwnerReference> owners = new ArrayList<>();
        field("ownerReferences").forEach(owner -> owners.add(OwnerReference.of(owner)));
        return owners;
    }

    /** The one owner that manages the object. */
    public Optional<OwnerReference> controller() {
        for (JsonNode owner : field("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return Optional.of(OwnerReference.of(owner));
            }
        }
        return Optional.empty();
    }

    public boolean isControlledBy(String ownerUid) {
        return controller().filter(owner -> owner.uid().equals(ownerUid)).isPresent();
    }

    private JsonNode field(String name) {
        return object.path("metadata").path(name);
    }

    private String text(String name) {
        return field(name).asString("");
    }

    private @Nullable Instant time(String name) {
        String text = text(name);
        return text.isEmpty() ? null : Instant.parse(text);
    }

    private Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        field(name).properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString("")));
        return texts;
    }
}
