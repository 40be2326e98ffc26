package io.pinisi.federation.approval;

import io.pinisi.cluster.admission.Act;
import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.storage.KeyRing;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a deed out of what admission sees. The digest is of the object as it would become without
 * what the server keeps of it, and of the uid of the object as it is: the same name can be of
 * another object later.
 */
final class Deeds {
    private static final Set<String> KEPT_BY_SERVER =
            Set.of(
                    "resourceVersion",
                    "uid",
                    "generation",
                    "creationTimestamp",
                    "managedFields",
                    "selfLink");

    private static final int TEXT_MAX = 200;
    private static final String HMAC = "HmacSHA256";

    /** Nobody can guess what is in a secret and compare digests. */
    private final KeyRing secretsKey;

    private static final SecretKeySpec OPEN_KEY =
            new SecretKeySpec(
                    "pinisi.io/approval".getBytes(java.nio.charset.StandardCharsets.UTF_8), HMAC);

    /**
     * @param secretsKey for digests of secrets
     */
    Deeds(KeyRing secretsKey) {
        this.secretsKey = secretsKey;
    }

    Deed of(AdmissionRequest request) {
        List<Act.Target> collection = request.act().collection();
        return collection.isEmpty() ? one(request) : all(request, collection);
    }

    private Deed all(AdmissionRequest request, List<Act.Target> collection) {
        List<String> names = collection.stream().map(Act.Target::name).sorted().toList();
        ArrayNode uids = Json.object().putArray("uids");
        collection.stream().map(Act.Target::uid).sorted().forEach(uids::add);
        return deed(request, "deletecollection", "", uids, names, List.of());
    }

    private Deed one(AdmissionRequest request) {
        String verb =
                switch (request.operation()) {
                    case CREATE -> "create";
                    case UPDATE -> "update";
                    case DELETE -> "delete";
                    case CONNECT -> "connect";
                };
        ObjectNode content = Json.object();
        ObjectNode old = request.oldObject();
        ObjectNode next = request.object();
        if (old != null) {
            content.put("uid", Metadata.uid(old));
        }
        if (next != null) {
            content.set("object", essence(next));
        }
        boolean secret = isSecret(request);
        List<Deed.FieldChange> changes =
                next == null
                        ? List.of()
                        : changes(old == null ? null : essence(old), essence(next), secret);
        return deed(request, verb, name(request, next), content, List.of(), changes);
    }

    /** A name that the server makes up is another each time. */
    private static String name(AdmissionRequest request, @Nullable ObjectNode next) {
        String prefix =
                next == null || request.oldObject() != null
                        ? ""
                        : next.path("metadata").path("generateName").asString("");
        return prefix.isEmpty() ? request.key().name() : prefix;
    }

    private static boolean isSecret(AdmissionRequest request) {
        return request.resource().group().isEmpty()
                && request.resource().resource().equals("secrets");
    }

    private Deed deed(
            AdmissionRequest request,
            String verb,
            String name,
            JsonNode content,
            List<String> objects,
            List<Deed.FieldChange> changes) {
        String namespace = Objects.requireNonNullElse(request.key().namespace(), "");
        ObjectNode whole = Json.object().put("verb", verb);
        whole.put("resource", request.resource().groupResource().toString());
        whole.put("subresource", request.subresource()).put("namespace", namespace);
        whole.put("name", name).set("content", content);
        return new Deed(
                verb,
                request.resource().group(),
                request.resource().resource(),
                request.subresource(),
                namespace,
                name,
                isSecret(request) ? secretsKey.digest(Json.bytes(sorted(whole))) : digest(whole),
                objects,
                changes);
    }

    static ObjectNode essence(ObjectNode object) {
        ObjectNode essence = object.deepCopy();
        essence.remove("status");
        if (essence.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(KEPT_BY_SERVER);
            if (metadata.has("generateName")) {
                metadata.remove("name");
            }
        }
        return essence;
    }

    private static String digest(JsonNode content) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(OPEN_KEY);
            return "sha256:" + HexFormat.of().formatHex(mac.doFinal(Json.bytes(sorted(content))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            ObjectNode sorted = Json.object();
            fields.forEach((name, value) -> sorted.set(name, sorted(value)));
            return sorted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode sorted = Json.object().putArray("items");
            array.forEach(item -> sorted.add(sorted(item)));
            return sorted;
        }
        return node;
    }

    private static List<Deed.FieldChange> changes(
            @Nullable ObjectNode before, ObjectNode after, boolean secret) {
        List<Deed.FieldChange> changes = new ArrayList<>();
        compare("", before, after, secret, changes);
        return changes;
    }

    private static void compare(
            String path,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            boolean secret,
            List<Deed.FieldChange> changes) {
        if (Objects.equals(before, after) || changes.size() >= Deed.LISTED_MAX) {
            return;
        }
        boolean objects =
                (before instanceof ObjectNode || before == null)
                        && (after instanceof ObjectNode || after == null);
        if (!objects) {
            changes.add(
                    secret
                            ? new Deed.FieldChange(path, "", "")
                            : new Deed.FieldChange(path, text(before), text(after)));
            return;
        }
        Set<String> names = new TreeSet<>();
        if (before != null) {
            names.addAll(before.propertyNames());
        }
        if (after != null) {
            names.addAll(after.propertyNames());
        }
        for (String name : names) {
            compare(
                    path.isEmpty() ? name : path + "." + name,
                    before == null ? null : before.get(name),
                    after == null ? null : after.get(name),
                    secret,
                    changes);
        }
    }

    private static String text(@Nullable JsonNode value) {
        if (value == null) {
            return "";
        }
        String text = value.isString() ? value.stringValue() : value.toString();
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
    }
}
