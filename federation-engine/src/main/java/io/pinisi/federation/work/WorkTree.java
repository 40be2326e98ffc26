package io.pinisi.federation.work;

import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Binding;
import io.pinisi.federation.propagation.Delivery;
import io.pinisi.federation.propagation.ObservedObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object in one cluster, as a Work. Pure.
 *
 * @param wanted the object as the cluster is to have it; empty where it is to go, or stays as it is
 * @param resource the plural under which members serve it; empty while unknown
 */
record WorkTree(
        Binding binding,
        String cluster,
        Optional<ObjectNode> wanted,
        Optional<Delivery> delivery,
        Optional<ObservedObject> observed,
        String resource) {
    static final String API_VERSION = "work.karmada.io/v1alpha1";
    static final String KIND = "Work";

    /** Apart from its resource version. */
    ObjectNode tree() {
        Template template = binding.template();
        ObjectNode work = bare(template, cluster, Metadata.uid(binding.tree()));
        ObjectNode metadata = work.withObject("/metadata");
        Instant created = Metadata.of(binding.tree()).creationTimestamp();
        if (created != null) {
            metadata.put("creationTimestamp", Timestamps.seconds(created));
        }
        annotate(metadata.putObject("annotations"));
        ObjectNode spec = work.putObject("spec");
        spec.putObject("workload").putArray("manifests").add(manifest(template));
        suspended().ifPresent(_ -> spec.put("suspendDispatching", true));
        if (binding.tree().path("spec").path("preserveResourcesOnDeletion").asBoolean(false)) {
            spec.put("preserveResourcesOnDeletion", true);
        }
        ObjectNode status = work.putObject("status");
        conditions(status.putArray("conditions"));
        manifestStatus(status.putArray("manifestStatuses").addObject(), template);
        return work;
    }

    /** What is left to say of one that is gone. */
    static ObjectNode bare(Template template, String cluster, String bindingUid) {
        ObjectNode work = Json.object().put("apiVersion", API_VERSION).put("kind", KIND);
        byte[] seed = (bindingUid + "/" + cluster).getBytes(StandardCharsets.UTF_8);
        work.putObject("metadata")
                .put("name", WorkName.of(template))
                .put("namespace", WorkName.namespace(cluster))
                .put("uid", UUID.nameUUIDFromBytes(seed).toString());
        return work;
    }

    private void annotate(ObjectNode annotations) {
        Metadata owner = Metadata.of(binding.tree());
        if (owner.namespace() == null) {
            annotations.put("clusterresourcebinding.karmada.io/name", owner.name());
        } else {
            annotations.put("resourcebinding.karmada.io/namespace", owner.namespace());
            annotations.put("resourcebinding.karmada.io/name", owner.name());
        }
    }

    /** Whoever may read this need not be one who may read secrets. */
    private ObjectNode manifest(Template template) {
        if (wanted.isEmpty()) {
            return identity(template);
        }
        ObjectNode manifest = wanted.get().deepCopy();
        if (template.kind().group().isEmpty() && template.kind().kind().equals("Secret")) {
            manifest.remove("data");
            manifest.remove("stringData");
        }
        return manifest;
    }

    private static ObjectNode identity(Template template) {
        ObjectNode object =
                Json.object()
                        .put("apiVersion", template.kind().apiVersion())
                        .put("kind", template.kind().kind());
        ObjectNode metadata = object.putObject("metadata").put("name", template.key().name());
        if (template.key().namespace() != null) {
            metadata.put("namespace", template.key().namespace());
        }
        return object;
    }

    private Optional<Delivery> suspended() {
        return delivery.filter(one -> one.state() == Delivery.State.SUSPENDED);
    }

    private void conditions(ArrayNode conditions) {
        String since = since();
        condition(conditions, "Applied", since)
                .put("status", applied())
                .put("reason", appliedReason())
                .put("message", appliedMessage());
        boolean suspended = suspended().isPresent();
        condition(conditions, "Dispatching", since)
                .put("status", suspended ? "False" : "True")
                .put("reason", suspended ? "SuspendDispatching" : "Dispatching")
                .put(
                        "message",
                        suspended()
                                .map(Delivery::message)
                                .orElse("Work is being dispatched to member clusters."));
    }

    private static ObjectNode condition(ArrayNode conditions, String type, String since) {
        return conditions.addObject().put("type", type).put("lastTransitionTime", since);
    }

    private String since() {
        Instant seen = observed.map(ObservedObject::seen).orElse(Instant.EPOCH);
        return Timestamps.seconds(delivery.map(Delivery::since).orElse(seen));
    }

    /** After a restart what is seen counts until it is looked at. */
    private String applied() {
        return delivery.map(
                        one ->
                                switch (one.state()) {
                                    case APPLIED -> "True";
                                    case FAILED, PENDING -> "False";
                                    case SUSPENDED -> observed.isPresent() ? "True" : "False";
                                })
                .orElse(observed.isPresent() ? "True" : "Unknown");
    }

    private String appliedReason() {
        return switch (applied()) {
            case "True" -> "AppliedSuccessful";
            case "False" ->
                    delivery.filter(one -> one.state() == Delivery.State.FAILED).isPresent()
                            ? "AppliedFailed"
                            : "Pending";
            default -> "NotYetTried";
        };
    }

    private String appliedMessage() {
        return delivery.map(Delivery::message)
                .filter(message -> !message.isEmpty())
                .orElse(
                        applied().equals("True")
                                ? "Manifest has been successfully applied"
                                : "the cluster does not have it yet");
    }

    private void manifestStatus(ObjectNode item, Template template) {
        ObjectNode identifier = item.putObject("identifier").put("ordinal", 0);
        if (!template.kind().group().isEmpty()) {
            identifier.put("group", template.kind().group());
        }
        identifier
                .put("version", template.kind().version())
                .put("kind", template.kind().kind())
                .put("resource", resource);
        if (template.key().namespace() != null) {
            identifier.put("namespace", template.key().namespace());
        }
        identifier.put("name", template.key().name());
        observed.map(ObservedObject::status)
                .filter(JsonNode::isObject)
                .filter(status -> !status.isEmpty())
                .ifPresent(status -> item.set("status", status));
        String health = observed.map(ObservedObject::health).orElse(Health.UNKNOWN).bindingText();
        if (!health.isEmpty()) {
            item.put("health", health);
        }
    }
}
