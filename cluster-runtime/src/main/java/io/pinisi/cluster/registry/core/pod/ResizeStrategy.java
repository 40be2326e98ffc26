package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Other resources for the containers of a pod that runs (KEP-1287). Nothing else of what is sent
 * counts; the node agent sees the wish in the spec, and answers in the status.
 */
final class ResizeStrategy implements ResourceStrategy {
    private static final List<String> IDENTITY =
            List.of("name", "namespace", "uid", "resourceVersion", "managedFields");
    private static final List<String> RESIZED = List.of("resources", "resizePolicy");

    @Override
    public void isolate(Transition transition) {
        ObjectNode old = transition.old();
        if (old == null) {
            return;
        }
        ObjectNode next = transition.next();
        ObjectNode sent = next.deepCopy();
        next.removeAll();
        next.setAll(old.deepCopy());
        copy(sent.path("metadata"), next.path("metadata"), IDENTITY);
        for (JsonNode container : next.path("spec").path("containers")) {
            sent.path("spec")
                    .path("containers")
                    .valueStream()
                    .filter(other -> Objects.equals(other.get("name"), container.get("name")))
                    .forEach(other -> copy(other, container, RESIZED));
        }
    }

    private static void copy(JsonNode from, JsonNode to, List<String> fields) {
        if (to instanceof ObjectNode target) {
            for (String field : fields) {
                JsonNode value = from.get(field);
                if (value == null) {
                    target.remove(field);
                } else {
                    target.set(field, value);
                }
            }
        }
    }

    @Override
    public void prepare(Transition transition) {
        ObjectNode old = transition.old();
        ObjectNode next = transition.next();
        if (old != null && isOtherWish(old.path("spec"), next.path("spec"))) {
            next.withObject("/status").put("resize", "Proposed");
        }
    }

    private static boolean isOtherWish(JsonNode before, JsonNode after) {
        for (int i = 0; i < after.path("containers").size(); i++) {
            JsonNode resources = after.path("containers").get(i).path("resources");
            JsonNode was = before.path("containers").path(i).path("resources");
            if (resources.has("requests") && !resources.equals(was)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode old = transition.old();
        ObjectNode next = transition.next();
        if (old == null || ResizeRules.refuse(old, next, faults)) {
            return;
        }
        PodSpecRules.check(next.path("spec"), "spec", faults);
        ResizeRules.check(old, next, faults);
    }
}
