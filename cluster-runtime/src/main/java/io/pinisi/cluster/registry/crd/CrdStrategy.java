package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Conditions;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A definition is accepted or not in the write that makes it, so that a client that sees it
 * established can use it at once.
 */
final class CrdStrategy implements ResourceStrategy {
    private final CrdNames names;

    CrdStrategy(CrdNames names) {
        this.names = names;
    }

    @Override
    public void isolate(Transition transition) {
        if (transition.next().path("spec").get("names") instanceof ObjectNode given) {
            String kind = given.path("kind").asString("");
            if (given.path("singular").asString("").isEmpty() && !kind.isEmpty()) {
                given.put("singular", kind.toLowerCase(Locale.ROOT));
            }
            if (given.path("listKind").asString("").isEmpty() && !kind.isEmpty()) {
                given.put("listKind", kind + "List");
            }
        }
        ConversionRules.complete(transition.next());
    }

    @Override
    public void prepare(Transition transition) {
        ObjectNode next = transition.next();
        if (transition.isCreation()) {
            hold(next);
        }
        if (Metadata.of(next).isDeleting()) {
            return;
        }
        ObjectNode status =
                next.get("status") instanceof ObjectNode given ? given : next.putObject("status");
        storeVersion(next.path("spec").path("versions"), status);
        accept(transition, status);
    }

    private static void hold(ObjectNode definition) {
        ObjectNode metadata = (ObjectNode) definition.path("metadata");
        ArrayNode finalizers =
                metadata.get("finalizers") instanceof ArrayNode given
                        ? given
                        : metadata.putArray("finalizers");
        boolean held =
                finalizers.valueStream().anyMatch(f -> f.asString("").equals(CrdRules.CLEANUP));
        if (!held) {
            finalizers.add(CrdRules.CLEANUP);
        }
    }

    /** Every version that objects may be stored in is remembered. */
    private static void storeVersion(JsonNode versions, ObjectNode status) {
        ArrayNode stored =
                status.get("storedVersions") instanceof ArrayNode given
                        ? given
                        : status.putArray("storedVersions");
        for (JsonNode version : versions) {
            String name = version.path("name").asString("");
            boolean known = stored.valueStream().anyMatch(v -> v.asString("").equals(name));
            if (version.path("storage").asBoolean(false) && !known) {
                stored.add(name);
            }
        }
    }

    private void accept(Transition transition, ObjectNode status) {
        ObjectNode next = transition.next();
        Optional<CrdNames.Conflict> conflict = names.conflict(next);
        if (conflict.isEmpty()) {
            JsonNode wanted = Json.at(next, "spec", "names");
            if (wanted != null) {
                status.set("acceptedNames", wanted.deepCopy());
            }
            set(transition, "NamesAccepted", "True", "NoConflicts", "no conflicts found");
            set(
                    transition,
                    "Established",
                    "True",
                    "InitialNamesAccepted",
                    "the initial names have been accepted");
            return;
        }
        if (!status.has("acceptedNames")) {
            ObjectNode none = status.putObject("acceptedNames");
            none.put("kind", "");
            none.put("plural", "");
            set(transition, "Established", "False", "NotAccepted", "not all names are accepted");
        }
        set(
                transition,
                "NamesAccepted",
                "False",
                conflict.get().reason(),
                conflict.get().message());
    }

    private static void set(
            Transition transition, String type, String status, String reason, String message) {
        Conditions.set(transition.next(), type, status, reason, message, transition.now());
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        CrdRules.check(transition, faults);
    }
}
