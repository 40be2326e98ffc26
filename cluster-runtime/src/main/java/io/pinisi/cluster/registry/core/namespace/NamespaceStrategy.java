package io.pinisi.cluster.registry.core.namespace;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace is held by its spec's finalizers until the namespace controller has emptied it. */
final class NamespaceStrategy implements ResourceStrategy {
    private static final String KUBERNETES = "kubernetes";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public void isolate(Transition transition) {
        ObjectNode old = transition.old();
        if (old != null) {
            keep(old, transition.next(), "spec");
        }
    }

    private static void keep(ObjectNode old, ObjectNode next, String field) {
        JsonNode value = old.get(field);
        if (value == null) {
            next.remove(field);
        } else {
            next.set(field, value);
        }
    }

    @Override
    public void prepare(Transition transition) {
        ObjectNode next = transition.next();
        label(next);
        if (!transition.isCreation()) {
            return;
        }
        next.putObject("status").put("phase", "Active");
        ObjectNode spec =
                next.get("spec") instanceof ObjectNode given ? given : next.putObject("spec");
        ArrayNode finalizers =
                spec.get("finalizers") instanceof ArrayNode given
                        ? given
                        : spec.putArray("finalizers");
        if (!finalizers.valueStream().anyMatch(f -> f.asString("").equals(KUBERNETES))) {
            finalizers.add(KUBERNETES);
        }
    }

    private static void label(ObjectNode namespace) {
        ObjectNode metadata = (ObjectNode) namespace.path("metadata");
        ObjectNode labels =
                metadata.get("labels") instanceof ObjectNode given
                        ? given
                        : metadata.putObject("labels");
        labels.put(NAME_LABEL, Metadata.of(namespace).name());
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        FinalizeStrategy.checkFinalizers(transition.next(), faults);
    }

    @Override
    public void beginDeletion(ObjectNode namespace) {
        ObjectNode status =
                namespace.get("status") instanceof ObjectNode given
                        ? given
                        : namespace.putObject("status");
        status.put("phase", "Terminating");
    }

    @Override
    public boolean holdsDeletion(ObjectNode namespace) {
        return !namespace.path("spec").path("finalizers").isEmpty();
    }
}
