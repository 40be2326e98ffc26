package io.pinisi.cluster.admission;

import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the runtime class of a pod costs, and where its pods can run, becomes part of the pod. */
public final class RuntimeClassAdmission implements MutatingPlugin {
    private static final GroupResource CLASSES = new GroupResource("node.k8s.io", "runtimeclasses");

    private final ObjectLookup objects;

    public RuntimeClassAdmission(ObjectLookup objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        if (pod == null
                || !request.is(Operation.CREATE, "", "pods")
                || !(pod.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        String name = spec.path("runtimeClassName").asString("");
        if (name.isEmpty()) {
            if (spec.has("overhead")) {
                throw refusal(
                        request,
                        "Pod Overhead set without corresponding RuntimeClass defined Overhead");
            }
            return;
        }
        ObjectNode runtimeClass =
                objects.find(CLASSES, ObjectKey.cluster(name))
                        .orElseThrow(
                                () -> refusal(request, "RuntimeClass \"" + name + "\" not found"))
                        .tree();
        addOverhead(request, spec, runtimeClass.path("overhead").get("podFixed"));
        addScheduling(request, spec, runtimeClass.path("scheduling"));
    }

    private static void addOverhead(
            AdmissionRequest request, ObjectNode spec, @Nullable JsonNode fixed) {
        JsonNode given = spec.get("overhead");
        if (fixed == null) {
            if (given != null) {
                throw refusal(
                        request,
                        "Pod Overhead set without corresponding RuntimeClass defined Overhead");
            }
            return;
        }
        if (given != null && !given.equals(fixed)) {
            throw refusal(request, "Pod's Overhead doesn't match RuntimeClass's defined Overhead");
        }
        spec.set("overhead", fixed.deepCopy());
    }

    private static void addScheduling(
            AdmissionRequest request, ObjectNode spec, JsonNode scheduling) {
        for (Map.Entry<String, JsonNode> label : scheduling.path("nodeSelector").properties()) {
            ObjectNode selector =
                    spec.get("nodeSelector") instanceof ObjectNode given
                            ? given
                            : spec.putObject("nodeSelector");
            JsonNode own = selector.get(label.getKey());
            if (own != null && !own.equals(label.getValue())) {
                throw refusal(
                        request,
                        "conflict: runtimeClass.scheduling.nodeSelector["
                                + label.getKey()
                                + "] = "
                                + label.getValue().asString("")
                                + "; pod.spec.nodeSelector["
                                + label.getKey()
                                + "] = "
                                + own.asString(""));
            }
            selector.set(label.getKey(), label.getValue());
        }
        for (JsonNode toleration : scheduling.path("tolerations")) {
            ArrayNode tolerations =
                    spec.get("tolerations") instanceof ArrayNode given
                            ? given
                            : spec.putArray("tolerations");
            if (tolerations.valueStream().noneMatch(toleration::equals)) {
                tolerations.add(toleration.deepCopy());
            }
        }
    }

    private static ApiException refusal(AdmissionRequest request, String why) {
        return ApiException.forbidden(
                request.resource().groupResource(), request.key().name(), "pod rejected: " + why);
    }
}
