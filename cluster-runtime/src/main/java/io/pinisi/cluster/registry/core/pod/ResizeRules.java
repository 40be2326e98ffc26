package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What may change in the resources of a pod that exists, and how a pod says what that costs. */
final class ResizeRules {
    private static final List<String> RESIZABLE = List.of("cpu", "memory");
    private static final List<String> POLICIES = List.of("NotRequired", "RestartContainer");
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private ResizeRules() {}

    /**
     * @param restartPolicy the pod's: a container that is never restarted is not for a resize
     */
    static void checkPolicies(JsonNode policies, String path, String restartPolicy, Faults faults) {
        Set<String> named = new HashSet<>();
        for (int i = 0; i < policies.size(); i++) {
            String resource = policies.get(i).path("resourceName").asString("");
            String policy = policies.get(i).path("restartPolicy").asString("");
            if (!named.add(resource)) {
                faults.duplicate(path + "[" + i + "]", resource);
            }
            checkChoice(resource, RESIZABLE, path, faults);
            checkChoice(policy, POLICIES, path, faults);
            if (restartPolicy.equals("Never") && !policy.equals("NotRequired")) {
                faults.invalid(
                        path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'");
            }
        }
    }

    private static void checkChoice(
            String value, List<String> allowed, String path, Faults faults) {
        if (value.isEmpty()) {
            faults.required(path, "");
        } else if (!allowed.contains(value)) {
            faults.notSupported(path, value, allowed);
        }
    }

    /** What a pod from before resize policies has after it was completed with defaults. */
    static boolean isDefault(JsonNode policies) {
        return policies.valueStream()
                .allMatch(p -> p.path("restartPolicy").asString("").equals("NotRequired"));
    }

    /** Pods whose resources nobody can change, whatever is asked for. */
    static boolean refuse(ObjectNode old, ObjectNode next, Faults faults) {
        if (!old.path("spec").path("resources").isEmpty()
                || !next.path("spec").path("resources").isEmpty()) {
            faults.forbidden("", "pods with pod-level resources cannot be resized");
        } else if (old.path("metadata").path("annotations").has(MIRROR)) {
            faults.forbidden("", "static pods cannot be resized");
        } else if ("windows".equals(Json.text(old, "spec", "os", "name"))) {
            faults.forbidden("", "windows pods cannot be resized");
        } else {
            return false;
        }
        return true;
    }

    static void check(ObjectNode old, ObjectNode next, Faults faults) {
        checkClass(old, next, faults);
        if (!isSupported(old)) {
            faults.forbidden("spec", "Pod running on node without support for resize");
        }
        JsonNode before = old.path("spec").path("containers");
        JsonNode after = next.path("spec").path("containers");
        for (int i = 0; i < before.size(); i++) {
            checkContainer(
                    before.path(i).path("resources"),
                    after.path(i).path("resources"),
                    "spec.containers[" + i + "].resources",
                    faults);
        }
    }

    private static void checkClass(ObjectNode old, ObjectNode next, Faults faults) {
        String computed = QosClass.of(old.path("spec")).text();
        String was = old.path("status").path("qosClass").asString(computed);
        if (!was.equals(QosClass.of(next.path("spec")).text())) {
            faults.invalid("spec", was, "Pod QOS Class may not change as a result of resizing");
        }
    }

    /** Only a node that reports what its running containers have can change it. */
    private static boolean isSupported(ObjectNode pod) {
        for (JsonNode status : pod.path("status").path("containerStatuses")) {
            if (status.path("state").has("running")) {
                return status.has("resources");
            }
        }
        return true;
    }

    private static void checkContainer(
            JsonNode before, JsonNode after, String path, Faults faults) {
        for (String sort : List.of("requests", "limits")) {
            for (String resource : RESIZABLE) {
                if (before.path(sort).has(resource) && !after.path(sort).has(resource)) {
                    faults.forbidden(path + "." + sort, "resource " + sort + " cannot be removed");
                }
            }
        }
        if (!fixed(before).equals(fixed(after))) {
            faults.forbidden("spec", "only cpu and memory resources are mutable");
        }
    }

    /** Resources without those that may change, and without what is empty then. */
    private static ObjectNode fixed(JsonNode resources) {
        ObjectNode fixed = Json.object();
        resources
                .properties()
                .forEach(
                        field -> {
                            JsonNode rest = field.getValue().deepCopy();
                            if (rest instanceof ObjectNode amounts) {
                                amounts.remove(RESIZABLE);
                            }
                            if (!rest.isEmpty()) {
                                fixed.set(field.getKey(), rest);
                            }
                        });
        return fixed;
    }
}
