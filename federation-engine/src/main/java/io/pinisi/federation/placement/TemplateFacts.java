package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What placement knows of an object of the hub.
 *
 * @param replicas empty for kinds that have none to divide
 * @param requests what one replica asks of a cluster
 */
public record TemplateFacts(
        GroupVersionKind kind,
        ObjectKey key,
        String uid,
        Map<String, String> labels,
        OptionalInt replicas,
        ResourceAmounts requests) {
    public TemplateFacts {
        labels = Map.copyOf(labels);
    }

    public static TemplateFacts of(JsonNode object) {
        Metadata metadata = Metadata.of(object);
        return new TemplateFacts(
                GroupVersionKind.of(
                        object.path("apiVersion").asString(""), object.path("kind").asString("")),
                metadata.key(),
                metadata.uid(),
                metadata.labels(),
                Workloads.replicas(object),
                requests(object));
    }

    /** What odd replicas are dealt by: known before the object exists, as its uid is not. */
    String name() {
        return key.toString();
    }

    /** Of a kind whose replicas somebody else knows to find. */
    public TemplateFacts with(OptionalInt otherReplicas, ResourceAmounts otherRequests) {
        return new TemplateFacts(kind, key, uid, labels, otherReplicas, otherRequests);
    }

    /** What its pods ask for in all these clusters together. */
    public ResourceAmounts requestsOf(List<Decision.Target> targets) {
        int pods = targets.stream().mapToInt(target -> target.replicas().orElse(0)).sum();
        return pods == 0 ? ResourceAmounts.NONE : requests.times(pods);
    }

    private static ResourceAmounts requests(JsonNode object) {
        JsonNode pod = Workloads.podSpec(object);
        ResourceAmounts asked = pod == null ? ResourceAmounts.NONE : ResourceAmounts.ofPod(pod);
        return asked.plus(ResourceAmounts.ONE_POD);
    }
}
