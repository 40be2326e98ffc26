package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.Call;
import io.pinisi.cluster.registry.Conditions;
import io.pinisi.cluster.registry.ResourceEndpoint;
import io.pinisi.cluster.registry.ResourceStore;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SuccessStatus;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code pods/binding}: gives a pod its node, once. */
final class PodBinding implements ResourceEndpoint {
    private static final GroupResource RESOURCE = new GroupResource("", "pods/binding");

    private final ResourceStore pods;

    PodBinding(ResourceStore pods) {
        this.pods = pods.as("binding", new Bound());
    }

    /** A binding changes what no update may. */
    private static final class Bound implements ResourceStrategy {
        @Override
        public void prepare(Transition transition) {
            Conditions.set(transition.next(), "PodScheduled", "True", "", "", transition.now());
        }
    }

    @Override
    public Written create(
            Call call, @Nullable String namespace, @Nullable String name, ObjectNode body) {
        String node = target(body);
        String pod = name == null ? Metadata.of(body).name() : name;
        ObjectKey key = new ObjectKey(namespace, pod);
        pods.rewrite(call, key, "bind", live -> bound(live, node, body));
        return new Written(SuccessStatus.created(), Written.Outcome.CREATED);
    }

    private static String target(ObjectNode binding) {
        JsonNode target = binding.path("target");
        String kind = target.path("kind").asString("");
        String name = target.path("name").asString("");
        if (!kind.isEmpty() && !kind.equals("Node")) {
            throw invalid(
                    binding,
                    FieldError.notSupported(
                            "target.kind", "\"" + kind + "\"", List.of("Node", "<empty>")));
        }
        if (name.isEmpty()) {
            throw invalid(binding, FieldError.required("target.name", ""));
        }
        return name;
    }

    private static ApiException invalid(ObjectNode binding, FieldError error) {
        return ApiException.invalid("", "Binding", Metadata.of(binding).name(), List.of(error));
    }

    private static ObjectNode bound(ObjectNode pod, String node, ObjectNode binding) {
        String name = Metadata.of(pod).name();
        String uid = Metadata.uid(binding);
        String present = pod.path("spec").path("nodeName").asString("");
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(pod))) {
            throw ApiException.conflict(
                    RESOURCE,
                    name,
                    "Precondition failed: UID in precondition: "
                            + uid
                            + ", UID in object meta: "
                            + Metadata.uid(pod));
        }
        if (Metadata.of(pod).isDeleting()) {
            throw ApiException.conflict(
                    RESOURCE,
                    name,
                    "pod " + name + " is being deleted, cannot be assigned to a host");
        }
        if (!present.isEmpty()) {
            throw ApiException.conflict(
                    RESOURCE,
                    name,
                    "pod " + name + " is already assigned to node \"" + present + "\"");
        }
        ((ObjectNode) pod.path("spec")).put("nodeName", node);
        annotate(pod, binding);
        return pod;
    }

    private static void annotate(ObjectNode pod, ObjectNode binding) {
        JsonNode annotations = Json.at(binding, "metadata", "annotations");
        if (annotations != null && pod.get("metadata") instanceof ObjectNode metadata) {
            ObjectNode target =
                    metadata.get("annotations") instanceof ObjectNode given
                            ? given
                            : metadata.putObject("annotations");
            annotations.properties().forEach(e -> target.set(e.getKey(), e.getValue()));
        }
    }
}
