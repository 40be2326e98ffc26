package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.kinds.ClusterValidation;
import io.pinisi.federation.placement.Template;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What never leaves the hub, whatever a policy selects: it belongs to the hub, or to each member.
 */
public final class Propagatable {
    private static final Set<String> OWN_GROUPS =
            Set.of(
                    "autoscaling.karmada.io",
                    "policy.karmada.io",
                    "cluster.karmada.io",
                    "work.karmada.io",
                    "config.karmada.io",
                    "networking.karmada.io",
                    "multicluster.x-k8s.io",
                    "pinisi.io");
    private static final Set<String> LOCAL_KINDS =
            Set.of("Event", "Node", "Lease", "Endpoints", "EndpointSlice", "ControllerRevision");

    private Propagatable() {}

    /** Why it stays; empty where it may go. */
    public static Optional<String> refusal(JsonNode object) {
        Template template = Template.of(object);
        String namespace = template.key().namespace();
        String name = template.key().name();
        String kind = template.kind().kind();
        if (OWN_GROUPS.contains(template.kind().group())) {
            return Optional.of("the federation's own kinds stay on the hub");
        }
        if (LOCAL_KINDS.contains(kind)) {
            return Optional.of("every cluster has its own " + kind + " objects");
        }
        String home = kind.equals("Namespace") ? name : namespace;
        if (home != null && isSystem(home)) {
            return Optional.of("system namespaces stay where they are");
        }
        if (Metadata.of(object).controller().isPresent()) {
            return Optional.of("its owner's copies in the members make their own");
        }
        return switch (kind) {
            case "Secret" ->
                    object.path("type").asString("").equals("kubernetes.io/service-account-token")
                            ? Optional.of("tokens are valid in their own cluster only")
                            : Optional.empty();
            case "ConfigMap" -> ownOfEach(name, "kube-root-ca.crt");
            case "ServiceAccount" -> ownOfEach(name, "default");
            default -> Optional.empty();
        };
    }

    private static Optional<String> ownOfEach(String name, String local) {
        return name.equals(local)
                ? Optional.of("every namespace has its own " + local)
                : Optional.empty();
    }

    private static boolean isSystem(String namespace) {
        return namespace.startsWith("kube-")
                || namespace.startsWith("karmada-")
                || namespace.equals(ClusterValidation.SYSTEM_NAMESPACE);
    }
}
