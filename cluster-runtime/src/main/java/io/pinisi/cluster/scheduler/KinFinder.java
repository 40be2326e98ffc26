package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what makes pods siblings: the services that select a pod and the set that owns it. */
record KinFinder(Lister services, Lister replicaSets) {

    Kin kinOf(PodFacts pod) {
        Map<String, String> labels = new HashMap<>();
        for (ObjectNode service : services.inNamespace(pod.namespace())) {
            Map<String, String> selector = texts(service.path("spec").path("selector"));
            if (!selector.isEmpty() && pod.labels().entrySet().containsAll(selector.entrySet())) {
                labels.putAll(selector);
            }
        }
        JsonNode owned = owner(pod).map(o -> o.path("spec").path("selector")).orElse(Json.object());
        if (labels.isEmpty() && owned.isEmpty()) {
            return Kin.NONE;
        }
        ObjectNode selector = (ObjectNode) owned.deepCopy();
        labels.forEach((name, value) -> selector.withObject("matchLabels").put(name, value));
        return new Kin(LabelSelector.of(selector));
    }

    private Optional<ObjectNode> owner(PodFacts pod) {
        return Metadata.of(pod.tree())
                .controller()
                .filter(owner -> owner.kind().equals("ReplicaSet"))
                .flatMap(owner -> replicaSets.find(ObjectKey.of(pod.namespace(), owner.name())));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asString("")));
        return texts;
    }
}
