package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.controller.view.Toleration;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.usage.PodUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod as the rules see it, read once. */
public record PodFacts(
        ObjectNode tree,
        ObjectKey key,
        String uid,
        Map<String, String> labels,
        int priority,
        boolean deleting,
        Amounts requests,
        Amounts scored,
        List<HostPort> ports,
        List<Toleration> tolerations,
        List<AffinityTerm> requiredAffinity,
        List<AffinityTerm> requiredAntiAffinity,
        List<AffinityTerm> preferredAffinity,
        List<AffinityTerm> preferredAntiAffinity,
        List<String> images) {

    public PodFacts {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
        tolerations = List.copyOf(tolerations);
        images = List.copyOf(images);
    }

    public static PodFacts of(ObjectNode tree) {
        Metadata metadata = Metadata.of(tree);
        JsonNode spec = tree.path("spec");
        JsonNode held = PodUsage.inForce(tree);
        String namespace = Objects.requireNonNullElse(metadata.namespace(), "");
        List<String> images = new ArrayList<>();
        spec.path("containers").forEach(c -> images.add(c.path("image").asString("")));
        return new PodFacts(
                tree,
                metadata.key(),
                metadata.uid(),
                metadata.labels(),
                spec.path("priority").asInt(0),
                metadata.isDeleting(),
                PodRequests.of(held),
                PodRequests.scored(held),
                HostPort.ofPod(spec),
                Toleration.ofPod(tree),
                AffinityTerm.required(spec, "podAffinity", namespace),
                AffinityTerm.required(spec, "podAntiAffinity", namespace),
                AffinityTerm.preferred(spec, "podAffinity", namespace),
                AffinityTerm.preferred(spec, "podAntiAffinity", namespace),
                images);
    }

    public JsonNode spec() {
        return tree.path("spec");
    }

    public String namespace() {
        return Objects.requireNonNullElse(key.namespace(), "");
    }

    public boolean hasAffinity() {
        return !requiredAffinity.isEmpty()
                || !requiredAntiAffinity.isEmpty()
                || !preferredAffinity.isEmpty()
                || !preferredAntiAffinity.isEmpty();
    }
}
