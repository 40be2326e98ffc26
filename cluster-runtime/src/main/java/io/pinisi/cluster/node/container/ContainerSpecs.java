package io.pinisi.cluster.node.container;

import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.Limits;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.pod.PodAnnotations;
import io.pinisi.cluster.node.pod.Preparation;
import io.pinisi.cluster.node.runtime.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Composes what the runtime is told of one container. */
public final class ContainerSpecs {
    private static final String TERMINATION_LOG = "/dev/termination-log";

    private ContainerSpecs() {}

    /** What was resolved before, from the API and the node. */
    public record Resolved(
            Preparation.ImageReady image,
            Map<String, String> environment,
            List<ContainerSpec.Mount> mounts,
            String targetContainer,
            long memoryOfNode) {
        public Resolved {
            mounts = List.copyOf(mounts);
        }
    }

    public static ContainerSpec of(
            Pod pod, ContainerDefinition container, int attempt, Resolved resolved) {
        JsonNode node = container.node();
        return new ContainerSpec(
                container.name(),
                attempt,
                resolved.image().reference(),
                words(node.path("command"), resolved.environment()),
                words(node.path("args"), resolved.environment()),
                node.path("workingDir").asString(""),
                resolved.environment(),
                resolved.mounts(),
                Map.of(
                        PodAnnotations.HASH,
                        container.hash(),
                        PodAnnotations.TERMINATION_PATH,
                        terminationPath(container),
                        PodAnnotations.TERMINATION_POLICY,
                        node.path("terminationMessagePolicy").asString("File")),
                container.name() + "/" + attempt + ".log",
                new ContainerSpec.Terminal(
                        node.path("stdin").asBoolean(false),
                        node.path("stdinOnce").asBoolean(false),
                        node.path("tty").asBoolean(false)),
                Limits.of(pod, container, resolved.memoryOfNode()),
                Rights.of(pod, container, resolved.image().user(), resolved.targetContainer()));
    }

    /** Where in the container it may leave its last words. */
    public static String terminationPath(ContainerDefinition container) {
        return container.node().path("terminationMessagePath").asString(TERMINATION_LOG);
    }

    private static List<String> words(JsonNode list, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(Expansion.expand(word.asString(), environment)));
        return words;
    }
}
