package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Workloads;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes what a member gets from a template: what people wrote, without what the hub added and
 * without what the member's own controllers decide. Pure.
 */
public final class Renderer {
    private static final int HASH_BYTES = 12;
    private static final Set<String> JOB_LABELS =
            Set.of(
                    "controller-uid",
                    "job-name",
                    "batch.kubernetes.io/controller-uid",
                    "batch.kubernetes.io/job-name");
    private static final List<String> LOCAL_ANNOTATIONS =
            List.of(
                    "kubectl.kubernetes.io/last-applied-configuration",
                    "deployment.kubernetes.io/revision");

    private Renderer() {}

    /**
     * @param replicas the member's share; empty leaves what the template says
     * @param binding {@code namespace/name} of the binding
     */
    public static Rendered render(ObjectNode template, OptionalInt replicas, String binding) {
        return render(template, replicas, binding, object -> object);
    }

    /**
     * @param differences what makes this member's object differ from others'; marks come after it
     */
    static Rendered render(
            ObjectNode template,
            OptionalInt replicas,
            String binding,
            UnaryOperator<ObjectNode> differences) {
        ObjectNode object = differences.apply(plain(template, replicas));
        mark(object.withObject("/metadata"), template, binding);
        String hash = hash(object);
        annotations(object.withObject("/metadata")).put(Marks.RENDERED, hash);
        return new Rendered(object, hash);
    }

    /** What people wrote, with the member's share of replicas, before anything of ours. */
    static ObjectNode plain(ObjectNode template, OptionalInt replicas) {
        ObjectNode object = Json.object();
        object.set("apiVersion", template.path("apiVersion"));
        object.set("kind", template.path("kind"));
        object.set("metadata", metadata(template));
        for (var field : template.properties()) {
            if (!object.has(field.getKey()) && !field.getKey().equals("status")) {
                object.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        leaveOutLocal(object);
        replicas.ifPresent(share -> Workloads.setReplicas(object, share));
        return object;
    }

    /** The same for two states of an object that differ in nothing but the number of replicas. */
    public static String contentHash(ObjectNode template) {
        ObjectNode object = plain(template, OptionalInt.empty());
        Workloads.leaveOutReplicas(object);
        return hash(object);
    }

    private static ObjectNode metadata(ObjectNode template) {
        Metadata from = Metadata.of(template);
        ObjectNode metadata = Json.object().put("name", from.name());
        String namespace = from.namespace();
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        ObjectNode labels = metadata.putObject("labels");
        from.labels().forEach(labels::put);
        ObjectNode annotations = metadata.putObject("annotations");
        from.annotations().forEach(annotations::put);
        LOCAL_ANNOTATIONS.forEach(annotations::remove);
        from.annotations().keySet().stream()
                .filter(key -> key.startsWith(Marks.PREFIX))
                .forEach(annotations::remove);
        return metadata;
    }

    private static void mark(ObjectNode metadata, ObjectNode template, String binding) {
        Metadata from = Metadata.of(template);
        metadata.withObject("/labels").put(Marks.MANAGED, "true");
        annotations(metadata)
                .put(Marks.BINDING, binding)
                .put(Marks.TEMPLATE_UID, from.uid())
                .put(Marks.TEMPLATE_GENERATION, Long.toString(from.generation()));
    }

    private static ObjectNode annotations(ObjectNode metadata) {
        return metadata.withObject("/annotations");
    }

    /** Fields that a member's controllers own: sent, they would fight or be refused. */
    private static void leaveOutLocal(ObjectNode object) {
        if (!(object.get("spec") instanceof ObjectNode spec)) {
            leaveOutOfAccounts(object);
            return;
        }
        switch (object.path("apiVersion").asString("") + " " + object.path("kind").asString("")) {
            case "v1 Service" -> service(spec);
            case "v1 Pod" -> spec.remove("nodeName");
            case "v1 PersistentVolumeClaim" -> spec.remove("volumeName");
            case "v1 Namespace" -> object.remove("spec");
            case "batch/v1 Job" -> job(object, spec);
            default -> {}
        }
    }

    private static void service(ObjectNode spec) {
        if (!spec.path("clusterIP").asString("").equals("None")) {
            spec.remove("clusterIP");
            spec.remove("clusterIPs");
        }
        spec.remove("healthCheckNodePort");
    }

    private static void job(ObjectNode object, ObjectNode spec) {
        if (spec.path("manualSelector").asBoolean(false)) {
            return;
        }
        spec.remove("selector");
        for (JsonNode labels :
                List.of(
                        object.path("metadata").path("labels"),
                        spec.path("template").path("metadata").path("labels"))) {
            if (labels instanceof ObjectNode map) {
                map.remove(JOB_LABELS);
            }
        }
    }

    private static void leaveOutOfAccounts(ObjectNode object) {
        if (object.path("kind").asString("").equals("ServiceAccount")) {
            object.remove("secrets");
        }
    }

    /** Stands for a text where a short name is needed. */
    public static String shortHash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(ObjectNode object) {
        return hash(Json.bytes(object));
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
