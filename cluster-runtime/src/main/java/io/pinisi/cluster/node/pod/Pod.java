package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.node.runtime.PodIdentity;
import io.pinisi.cluster.node.runtime.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a pod as the API has it; the tree is shared and never changed. */
public record Pod(ObjectNode tree) {
    private static final int DEFAULT_GRACE = 30;

    public PodIdentity identity() {
        Metadata metadata = Metadata.of(tree);
        String namespace = metadata.namespace();
        return new PodIdentity(namespace == null ? "" : namespace, metadata.name(), metadata.uid());
    }

    public ObjectKey key() {
        return Metadata.key(tree);
    }

    public String uid() {
        return Metadata.uid(tree);
    }

    public JsonNode spec() {
        return tree.path("spec");
    }

    public JsonNode status() {
        return tree.path("status");
    }

    public boolean isDeleting() {
        return Metadata.of(tree).isDeleting();
    }

    /** How long containers get to end by themselves. */
    public Duration grace() {
        JsonNode deletion = Json.at(tree, "metadata", "deletionGracePeriodSeconds");
        JsonNode wanted = deletion != null ? deletion : spec().get("terminationGracePeriodSeconds");
        return Duration.ofSeconds(wanted == null ? DEFAULT_GRACE : wanted.asLong());
    }

    public RestartPolicy restartPolicy() {
        return RestartPolicy.of(spec().path("restartPolicy").asString("Always"));
    }

    public String phase() {
        return status().path("phase").asString("");
    }

    /** Over for good, as far as the API knows. */
    public boolean isTerminal() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    public SandboxSpec.Namespaces namespaces() {
        return new SandboxSpec.Namespaces(
                flag("hostNetwork"),
                flag("hostPID"),
                flag("hostIPC"),
                flag("shareProcessNamespace"));
    }

    private boolean flag(String field) {
        return spec().path(field).asBoolean(false);
    }

    /** Every container, in the order in which they start. */
    public List<ContainerDefinition> containers() {
        List<ContainerDefinition> all = new ArrayList<>(initContainers());
        all.addAll(mainContainers());
        for (JsonNode node : spec().path("ephemeralContainers")) {
            all.add(new ContainerDefinition(node, ContainerDefinition.Kind.EPHEMERAL));
        }
        return all;
    }

    public List<ContainerDefinition> initContainers() {
        List<ContainerDefinition> all = new ArrayList<>();
        for (JsonNode node : spec().path("initContainers")) {
            boolean stays = node.path("restartPolicy").asString("").equals("Always");
            all.add(
                    new ContainerDefinition(
                            node,
                            stays
                                    ? ContainerDefinition.Kind.SIDECAR
                                    : ContainerDefinition.Kind.INIT));
        }
        return all;
    }

    public List<ContainerDefinition> mainContainers() {
        List<ContainerDefinition> all = new ArrayList<>();
        for (JsonNode node : spec().path("containers")) {
            all.add(new ContainerDefinition(node, ContainerDefinition.Kind.MAIN));
        }
        return all;
    }

    public Optional<ContainerDefinition> container(String name) {
        return containers().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** As the kubelet words it in messages: {@code web_default(uid)}. */
    public String label() {
        PodIdentity identity = identity();
        return identity.name() + "_" + identity.namespace() + "(" + identity.uid() + ")";
    }
}
