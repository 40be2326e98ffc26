package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The one definition of an application: the objects of a namespace on the hub that name the same
 * application, by the first of these labels they have: {@code pinisi.io/application} (set on what
 * was deployed together), {@code app.kubernetes.io/instance}, {@code app.kubernetes.io/name},
 * {@code app}. A workload without any of them is an application of its own, by its name. A Service
 * without them is of the application whose pods it selects, if it is one only; other objects belong
 * to none. A group without a workload is no application.
 */
public final class Applications {
    /** Set on everything that was deployed together. */
    public static final String LABEL = "pinisi.io/application";

    private static final List<String> LABELS =
            List.of(LABEL, "app.kubernetes.io/instance", "app.kubernetes.io/name", "app");
    private static final Set<String> WORKLOADS =
            Set.of(
                    "apps/v1 Deployment",
                    "apps/v1 StatefulSet",
                    "apps/v1 DaemonSet",
                    "batch/v1 Job",
                    "batch/v1 CronJob",
                    "v1 Pod");

    private Applications() {}

    /** The application an object belongs to. */
    public static Optional<ApplicationKey> of(JsonNode object) {
        Metadata metadata = Metadata.of(object);
        String namespace = metadata.namespace();
        if (namespace == null) {
            return Optional.empty();
        }
        String name = name(metadata.labels());
        if (name == null && isWorkload(object)) {
            name = metadata.name();
        }
        return name == null ? Optional.empty() : Optional.of(new ApplicationKey(namespace, name));
    }

    /** The application of a workload that was found; empty for pods and all that runs nothing. */
    public static Optional<ApplicationKey> of(FoundObject found) {
        String kind = found.resource().apiVersion() + " " + found.kind();
        boolean workload = WORKLOADS.contains(kind) && !found.kind().equals("Pod");
        String named = name(found.labels());
        return workload
                ? Optional.of(
                        new ApplicationKey(
                                found.namespace(), named == null ? found.key().name() : named))
                : Optional.empty();
    }

    private static @Nullable String name(Map<String, String> labels) {
        for (String label : LABELS) {
            String value = labels.get(label);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /** Whether an object runs something, and nobody else's controller made it. */
    public static boolean isWorkload(JsonNode object) {
        return WORKLOADS.contains(
                        object.path("apiVersion").asString("")
                                + " "
                                + object.path("kind").asString(""))
                && Metadata.of(object).controller().isEmpty();
    }
}
