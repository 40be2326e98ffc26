package io.pinisi.cluster.registry.core.volume;

import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.QuantityRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.Transition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class PersistentVolumeClaimStrategy implements ResourceStrategy {
    private static final String IMMUTABLE =
            "spec is immutable after creation except resources.requests and"
                    + " volumeAttributesClassName for bound claims";

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status").put("phase", "Pending");
        }
        if (transition.next().get("spec") instanceof ObjectNode spec) {
            joinSources(spec);
        }
    }

    /** The two fields that name a source say the same, whichever of them was given. */
    private static void joinSources(ObjectNode spec) {
        JsonNode source = spec.get("dataSource");
        JsonNode reference = spec.get("dataSourceRef");
        if (source != null && reference == null) {
            spec.set("dataSourceRef", source.deepCopy());
        } else if (source == null && reference != null && !reference.has("namespace")) {
            spec.set("dataSource", reference.deepCopy());
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        if (spec.path("accessModes").isEmpty()) {
            faults.required("spec.accessModes", "at least 1 access mode is required");
        }
        VolumeSpecRules.check(spec, faults);
        SelectorRules.check(spec.path("selector"), "spec.selector", faults);
        JsonNode storage = spec.path("resources").path("requests").get("storage");
        if (storage == null) {
            faults.required("spec.resources[storage]", "");
        } else {
            QuantityRules.checkPositive(storage, "spec.resources[storage]", faults);
        }
        checkSources(spec, faults);
        ObjectNode old = transition.old();
        if (old != null) {
            checkKept(old, transition.next(), faults);
        }
    }

    private static void checkSources(JsonNode spec, Faults faults) {
        for (String field : new String[] {"dataSource", "dataSourceRef"}) {
            JsonNode source = spec.get(field);
            if (source == null) {
                continue;
            }
            String path = "spec." + field;
            FieldRules.isFilled(source, "name", path, faults);
            FieldRules.isFilled(source, "kind", path, faults);
            String kind = source.path("kind").asString("");
            boolean core = source.path("apiGroup").asString("").isEmpty();
            if (core && !kind.equals("PersistentVolumeClaim")) {
                faults.invalid(
                        path,
                        kind,
                        "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
            }
        }
        if (spec.has("dataSource")
                && spec.has("dataSourceRef")
                && !spec.path("dataSource").equals(spec.path("dataSourceRef"))) {
            faults.invalid("spec", spec.path("dataSource"), "must match dataSourceRef");
        }
    }

    /**
     * A claim gets its volume once and, where it named none, its class once; a bound one may ask
     * for more.
     */
    private static void checkKept(ObjectNode old, ObjectNode next, Faults faults) {
        ObjectNode before = old.path("spec").deepCopy() instanceof ObjectNode o ? o : null;
        ObjectNode after = next.path("spec").deepCopy() instanceof ObjectNode o ? o : null;
        if (before == null || after == null) {
            return;
        }
        if (before.path("volumeName").asString("").isEmpty()) {
            carry(after, before, "volumeName");
        }
        if (!before.has("storageClassName")) {
            carry(after, before, "storageClassName");
        }
        boolean bound = old.path("status").path("phase").asString("").equals("Bound");
        if (bound) {
            carry(after, before, "volumeAttributesClassName");
            checkGrowth(old, after, faults);
            before.set("resources", after.path("resources").deepCopy());
        }
        if (!before.equals(after)) {
            faults.forbidden("spec", IMMUTABLE);
        }
    }

    private static void carry(ObjectNode from, ObjectNode to, String field) {
        @Nullable JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }

    private static void checkGrowth(ObjectNode old, JsonNode after, Faults faults) {
        Optional<Quantity> wanted =
                QuantityRules.read(after.path("resources").path("requests").path("storage"));
        Optional<Quantity> had =
                QuantityRules.read(old.path("status").path("capacity").path("storage"));
        if (wanted.isPresent() && had.isPresent() && wanted.get().compareTo(had.get()) < 0) {
            faults.forbidden(
                    "spec.resources.requests.storage",
                    "field can not be less than status.capacity");
        }
    }
}
