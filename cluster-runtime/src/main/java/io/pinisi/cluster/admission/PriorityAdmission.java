package io.pinisi.cluster.admission;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the name of a priority class into the number that the scheduler orders pods by, and keeps
 * the classes in order: one default, and those of the system for ever.
 */
public final class PriorityAdmission implements MutatingPlugin {
    private static final GroupResource CLASSES =
            new GroupResource("scheduling.k8s.io", "priorityclasses");
    private static final String LOWER = "PreemptLowerPriority";
    private static final Set<String> SYSTEM =
            Set.of("system-cluster-critical", "system-node-critical");

    private final ObjectLookup objects;

    public PriorityAdmission(ObjectLookup objects) {
        this.objects = objects;
    }

    private record Priority(String name, int value, String preemption) {}

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.resource().groupResource().equals(CLASSES)) {
            checkClass(request);
            return;
        }
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
        spec.put("preemptionPolicy", priority.preemption());
    }

    private void checkClass(AdmissionRequest request) {
        String name = request.key().name();
        ObjectNode next = request.object();
        if (next == null) {
            if (SYSTEM.contains(name)) {
                throw forbidden(request, "this is a system priority class and cannot be deleted");
            }
            return;
        }
        if (!next.path("globalDefault").asBoolean(false)) {
            return;
        }
        for (ApiObject other : objects.all(CLASSES, null)) {
            if (!other.key().name().equals(name)
                    && other.tree().path("globalDefault").asBoolean(false)) {
                throw forbidden(
                        request,
                        "PriorityClass "
                                + other.key().name()
                                + " is already marked as default. Only one default can exist");
            }
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
        String policy = spec.path("preemptionPolicy").asString("");
        if (!policy.isEmpty() && !policy.equals(priority.preemption())) {
            throw forbidden(
                    request,
                    "the string value of PreemptionPolicy ("
                            + policy
                            + ") must not be provided in pod spec; priority admission controller"
                            + " computed "
                            + priority.preemption()
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
