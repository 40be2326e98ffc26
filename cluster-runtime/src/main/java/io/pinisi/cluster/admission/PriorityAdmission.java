package io.pinisi.cluster.admission;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the name of a priority class into the number that the scheduler orders pods by. */
public final class PriorityAdmission implements MutatingPlugin {
    private static final GroupResource CLASSES =
            new GroupResource("scheduling.k8s.io", "priorityclasses");
    private static final String LOWER = "PreemptLowerPriority";

    private final ObjectLookup objects;

    public PriorityAdmission(ObjectLookup objects) {
        this.objects = objects;
    }

    private record Priority(String name, int value, String preemption) {}

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        if (pod == null
                || !request.is(AdmissionRequest.Operation.CREATE, "", "pods")
                || !(pod.get("spec") instanceof ObjectNode spec)) {
            return;
        }
        String name = spec.path("priorityClassName").asString("");
        Priority priority = name.isEmpty() ? byDefault() : named(request, name);
        checkGiven(request, spec, priority);
        if (!priority.name().isEmpty()) {
            spec.put("priorityClassName", priority.name());
        }
        spec.put("priority", priority.value());
        if (!spec.has("preemptionPolicy")) {
            spec.put("preemptionPolicy", priority.preemption());
        }
    }

    private static void checkGiven(AdmissionRequest request, ObjectNode spec, Priority priority) {
        JsonNode given = spec.get("priority");
        if (given != null && given.asInt(0) != priority.value()) {
            throw forbidden(
                    request,
                    "the integer value of priority ("
                            + given.asInt(0)
                            + ") must not be provided in pod spec; priority admission controller"
                            + " computed "
                            + priority.value()
                            + " from the given PriorityClass name");
        }
    }

    private Priority named(AdmissionRequest request, String name) {
        return switch (name) {
            case "system-cluster-critical" -> new Priority(name, 2_000_000_000, LOWER);
            case "system-node-critical" -> new Priority(name, 2_000_001_000, LOWER);
            default ->
                    objects.find(CLASSES, ObjectKey.cluster(name))
                            .map(PriorityAdmission::read)
                            .orElseThrow(
                                    () ->
                                            forbidden(
                                                    request,
                                                    "no PriorityClass with name "
                                                            + name
                                                            + " was found"));
        };
    }

    private Priority byDefault() {
        @Nullable Priority lowest = null;
        for (ApiObject candidate : objects.all(CLASSES, null)) {
            ObjectNode tree = candidate.tree();
            if (tree.path("globalDefault").asBoolean(false)) {
                Priority priority = read(candidate);
                lowest = lowest == null || priority.value() < lowest.value() ? priority : lowest;
            }
        }
        return lowest == null ? new Priority("", 0, LOWER) : lowest;
    }

    private static Priority read(ApiObject object) {
        ObjectNode tree = object.tree();
        return new Priority(
                object.key().name(),
                tree.path("value").asInt(0),
                tree.path("preemptionPolicy").asString(LOWER));
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(
                request.resource().groupResource(), request.key().name(), why);
    }
}
