package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The little that may change in the spec of a pod that exists. */
final class PodUpdateRules {
    private static final String SENTENCE =
            "pod updates may not change fields other than `spec.containers[*].image`,"
                    + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                    + "`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was"
                    + " previously negative)";

    private PodUpdateRules() {}

    static void check(ObjectNode old, ObjectNode next, Faults faults) {
        JsonNode before = old.path("spec");
        JsonNode after = next.path("spec");
        for (String sort : List.of("containers", "initContainers")) {
            if (before.path(sort).size() != after.path(sort).size()) {
                faults.forbidden("spec." + sort, "pod updates may not add or remove containers");
                return;
            }
        }
        checkDeadline(before, after, faults);
        checkTolerations(before, after, faults);
        if (!fixed(before, after).equals(before)) {
            faults.forbidden("spec", SENTENCE);
        }
    }

    /** The new spec with everything put back that may change. */
    private static ObjectNode fixed(JsonNode before, JsonNode after) {
        ObjectNode fixed = (ObjectNode) after.deepCopy();
        for (String sort : List.of("containers", "initContainers")) {
            for (int i = 0; i < before.path(sort).size(); i++) {
                if (fixed.path(sort).get(i) instanceof ObjectNode container) {
                    put(container, "image", before.path(sort).get(i));
                    if (!before.path(sort).get(i).has("resizePolicy")
                            && ResizeRules.isDefault(container.path("resizePolicy"))) {
                        container.remove("resizePolicy");
                    }
                }
            }
        }
        put(fixed, "activeDeadlineSeconds", before);
        put(fixed, "tolerations", before);
        boolean ended =
                before.path("terminationGracePeriodSeconds").asLong(0) < 0
                        && after.path("terminationGracePeriodSeconds").asLong(0) == 1;
        if (ended) {
            put(fixed, "terminationGracePeriodSeconds", before);
        }
        return fixed;
    }

    private static void put(ObjectNode target, String field, JsonNode source) {
        JsonNode value = source.get(field);
        if (value == null) {
            target.remove(field);
        } else {
            target.set(field, value);
        }
    }

    private static void checkDeadline(JsonNode before, JsonNode after, Faults faults) {
        JsonNode old = before.get("activeDeadlineSeconds");
        JsonNode next = after.get("activeDeadlineSeconds");
        if (old == null || Objects.equals(old, next)) {
            return;
        }
        String path = "spec.activeDeadlineSeconds";
        if (next == null) {
            faults.invalid(path, 0, "must not update from a positive integer to nil value");
        } else if (next.asLong() > old.asLong()) {
            faults.invalid(path, next, "must be less than or equal to previous value");
        }
    }

    private static void checkTolerations(JsonNode before, JsonNode after, Faults faults) {
        List<JsonNode> next = new ArrayList<>();
        if (after.get("tolerations") instanceof ArrayNode tolerations) {
            tolerations.forEach(toleration -> next.add(comparable(toleration)));
        }
        for (JsonNode old : before.path("tolerations")) {
            if (!next.contains(comparable(old))) {
                faults.forbidden(
                        "spec.tolerations",
                        "existing toleration can not be modified except its tolerationSeconds");
                return;
            }
        }
    }

    private static JsonNode comparable(JsonNode toleration) {
        if (toleration.deepCopy() instanceof ObjectNode copy) {
            copy.remove("tolerationSeconds");
            return copy;
        }
        return toleration;
    }
}
