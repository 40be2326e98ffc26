package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Collection;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose replicas an autoscaler of each member sets, so that the hub does not fight it: objects that
 * an autoscaler on the hub scales, and those that say so by Karmada's label.
 */
public final class Autoscaling {
    public static final GroupVersionKind AUTOSCALER =
            GroupVersionKind.of("autoscaling/v2", "HorizontalPodAutoscaler");
    private static final String RETAIN = "resourcetemplate.karmada.io/retain-replicas";

    private Autoscaling() {}

    /**
     * @param autoscalers of the hub
     */
    public static boolean scales(JsonNode object, Collection<ObjectNode> autoscalers) {
        if (Workloads.replicas(object).isEmpty()) {
            return false;
        }
        Template template = Template.of(object);
        return "true".equals(Metadata.of(object).label(RETAIN))
                || autoscalers.stream().anyMatch(one -> target(one).equals(template));
    }

    /** What an autoscaler scales. */
    public static Template target(JsonNode autoscaler) {
        JsonNode target = autoscaler.path("spec").path("scaleTargetRef");
        String namespace =
                Objects.requireNonNullElse(Json.text(autoscaler, "metadata", "namespace"), "");
        return new Template(
                GroupVersionKind.of(
                        target.path("apiVersion").asString(""), target.path("kind").asString("")),
                ObjectKey.of(namespace, target.path("name").asString("")));
    }
}
