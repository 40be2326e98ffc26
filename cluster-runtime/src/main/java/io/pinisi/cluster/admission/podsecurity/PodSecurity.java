package io.pinisi.cluster.admission.podsecurity;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.admission.ValidatingPlugin;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.usage.PodUsage;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds pods to the level of their namespace, and tells about templates that make none of them. */
public final class PodSecurity implements ValidatingPlugin {
    private static final String PREFIX = "pod-security.kubernetes.io/";
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final List<String> MODES = List.of("enforce", "audit", "warn");

    /** More pods than these are not looked at when a namespace changes its level. */
    private static final int MOST_PODS = 3000;

    /** Where the template of a pod stands, by resource. */
    private static final Map<String, List<String>> TEMPLATES =
            Map.of(
                    "podtemplates", List.of("template"),
                    "replicationcontrollers", List.of("spec", "template"),
                    "replicasets.apps", List.of("spec", "template"),
                    "deployments.apps", List.of("spec", "template"),
                    "statefulsets.apps", List.of("spec", "template"),
                    "daemonsets.apps", List.of("spec", "template"),
                    "jobs.batch", List.of("spec", "template"),
                    "cronjobs.batch", List.of("spec", "jobTemplate", "spec", "template"));

    private static final Set<String> JUDGED = Set.of("", "ephemeralcontainers");

    private final ObjectLookup objects;

    public PodSecurity(ObjectLookup objects) {
        this.objects = objects;
    }

    @Override
    public void validate(AdmissionRequest request) {
        ObjectNode object = request.object();
        if (object == null || !JUDGED.contains(request.subresource())) {
            return;
        }
        GroupResource resource = request.resource().groupResource();
        if (resource.equals(NAMESPACES)) {
            namespace(request, object);
        } else if (resource.equals(PODS)) {
            pod(request, object);
        } else {
            List<String> path = TEMPLATES.get(resource.toString());
            if (path != null) {
                template(request, object, path);
            }
        }
    }

    private JsonNode labels(AdmissionRequest request) {
        String namespace = request.key().namespace();
        return namespace == null
                ? NONE
                : objects.find(NAMESPACES, ObjectKey.cluster(namespace))
                        .<JsonNode>map(found -> found.tree().path("metadata").path("labels"))
                        .orElse(NONE);
    }

    private static final JsonNode NONE =
            tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();

    /** A level that nobody knows restricts, so that a typing error opens nothing. */
    private static Level level(JsonNode labels, String mode) {
        String text = labels.path(PREFIX + mode).asString("");
        return text.isEmpty() ? Level.PRIVILEGED : Level.of(text).orElse(Level.RESTRICTED);
    }

    private static String title(JsonNode labels, String mode) {
        return level(labels, mode).text()
                + ":"
                + labels.path(PREFIX + mode + "-version").asString("latest");
    }

    private void pod(AdmissionRequest request, ObjectNode pod) {
        ObjectNode old = request.oldObject();
        if (request.operation() == Operation.UPDATE
                && old != null
                && old.path("spec").equals(pod.path("spec"))) {
            return;
        }
        JsonNode labels = labels(request);
        String enforced = violations(labels, "enforce", pod);
        request.annotations().add(PREFIX + "enforce-policy", title(labels, "enforce"));
        if (!enforced.isEmpty()) {
            throw ApiException.forbidden(
                    PODS,
                    request.key().name(),
                    "violates PodSecurity \"" + title(labels, "enforce") + "\": " + enforced);
        }
        warn(request, labels, pod);
    }

    private void template(AdmissionRequest request, ObjectNode object, List<String> path) {
        JsonNode template = object;
        for (String step : path) {
            template = template.path(step);
        }
        if (template.isObject()) {
            warn(request, labels(request), template);
        }
    }

    private static void warn(AdmissionRequest request, JsonNode labels, JsonNode pod) {
        String noted = violations(labels, "audit", pod);
        if (!noted.isEmpty()) {
            request.annotations()
                    .add(
                            PREFIX + "audit-violations",
                            "would violate PodSecurity \""
                                    + title(labels, "audit")
                                    + "\": "
                                    + noted);
        }
        String warned = violations(labels, "warn", pod);
        if (!warned.isEmpty()) {
            request.warnings()
                    .accept(
                            "would violate PodSecurity \""
                                    + title(labels, "warn")
                                    + "\": "
                                    + warned);
        }
    }

    private static String violations(JsonNode labels, String mode, JsonNode pod) {
        return Standards.violations(level(labels, mode), pod.path("metadata"), pod.path("spec"));
    }

    private void namespace(AdmissionRequest request, ObjectNode namespace) {
        JsonNode labels = namespace.path("metadata").path("labels");
        List<FieldError> faults = new ArrayList<>();
        for (String mode : MODES) {
            JsonNode value = labels.path(PREFIX + mode);
            if (value.isString() && Level.of(value.stringValue()).isEmpty()) {
                faults.add(
                        FieldError.invalid(
                                "metadata.labels[" + PREFIX + mode + "]",
                                value.toString(),
                                "must be one of privileged, baseline, restricted"));
            }
        }
        if (!faults.isEmpty()) {
            throw ApiException.invalid("", "Namespace", request.key().name(), faults);
        }
        ObjectNode old = request.oldObject();
        if (request.operation() == Operation.UPDATE && old != null) {
            JsonNode before = old.path("metadata").path("labels");
            if (level(labels, "enforce").compareTo(level(before, "enforce")) > 0) {
                tellOfPods(request, labels);
            }
        }
    }

    /** Pods that run stay; who raises the level is told which would not be let in any more. */
    private void tellOfPods(AdmissionRequest request, JsonNode labels) {
        Map<String, List<String>> byViolation = new TreeMap<>();
        List<ApiObject> pods = objects.all(PODS, request.key().name());
        for (ApiObject pod : pods.subList(0, Math.min(MOST_PODS, pods.size()))) {
            ObjectNode tree = pod.tree();
            String violations = PodUsage.isOver(tree) ? "" : violations(labels, "enforce", tree);
            if (!violations.isEmpty()) {
                byViolation
                        .computeIfAbsent(violations, _ -> new ArrayList<>())
                        .add(pod.key().name());
            }
        }
        if (byViolation.isEmpty()) {
            return;
        }
        request.warnings()
                .accept(
                        "existing pods in namespace \""
                                + request.key().name()
                                + "\" violate the new PodSecurity enforce level \""
                                + title(labels, "enforce")
                                + "\"");
        byViolation.forEach((what, names) -> request.warnings().accept(told(names) + ": " + what));
    }

    private static @Nullable String told(List<String> names) {
        int others = names.size() - 1;
        return switch (others) {
            case 0 -> names.getFirst();
            case 1 -> names.getFirst() + " (and 1 other pod)";
            default -> names.getFirst() + " (and " + others + " other pods)";
        };
    }
}
