package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The rules of one container after the other.
 *
 * @param volumes what can be mounted
 * @param names taken so far, by containers of every sort
 * @param restartPolicy the pod's
 */
record ContainerRules(
        Set<String> volumes,
        Set<String> names,
        boolean hostNetwork,
        String restartPolicy,
        Faults faults) {
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final List<String> UNPROBED =
            List.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle");

    private static final List<String> UNSUITABLE_FOR_DEBUGGING =
            List.of("ports", "livenessProbe", "readinessProbe", "startupProbe", "resizePolicy");

    void check(JsonNode container, String path) {
        checkCommon(container, path);
        ProbeRules.check(container, path, faults);
        if (container.has("restartPolicy")) {
            faults.forbidden(path + ".restartPolicy", "may not be set for non-init containers");
        }
    }

    void checkInit(JsonNode container, String path) {
        checkCommon(container, path);
        if (!container.path("resizePolicy").isEmpty()) {
            faults.invalid(
                    path + ".resizePolicy",
                    container.path("resizePolicy"),
                    "must not be set for init containers");
        }
        String restart = container.path("restartPolicy").asString("");
        if (restart.equals("Always")) {
            ProbeRules.check(container, path, faults);
            return;
        }
        if (!restart.isEmpty()) {
            faults.notSupported(path + ".restartPolicy", restart, List.of("Always"));
        }
        for (String field : UNPROBED) {
            if (container.has(field)) {
                faults.forbidden(
                        path + "." + field,
                        "may not be set for init containers without restartPolicy=Always");
            }
        }
    }

    void checkEphemeral(JsonNode container, String path) {
        checkCommon(container, path);
        for (String field : UNSUITABLE_FOR_DEBUGGING) {
            if (container.has(field)) {
                faults.forbidden(path + "." + field, "cannot be set for an Ephemeral Container");
            }
        }
    }

    private void checkCommon(JsonNode container, String path) {
        checkName(container, path);
        checkImage(container, path);
        PodSpecRules.checkChoice(container, "imagePullPolicy", PULL_POLICIES, path, faults);
        PodSpecRules.checkChoice(
                container, "terminationMessagePolicy", MESSAGE_POLICIES, path, faults);
        PortRules.check(container.path("ports"), path + ".ports", hostNetwork, faults);
        EnvRules.check(container, path, faults);
        checkMounts(container.path("volumeMounts"), path + ".volumeMounts");
        PodResources.check(container.path("resources"), path + ".resources", faults);
        ResizeRules.checkPolicies(
                container.path("resizePolicy"), path + ".resizePolicy", restartPolicy, faults);
    }

    private void checkName(JsonNode container, String path) {
        String name = container.path("name").asString("");
        if (name.isEmpty()) {
            faults.required(path + ".name", "");
            return;
        }
        NameRule.DNS_LABEL.faults(name).forEach(f -> faults.invalid(path + ".name", name, f));
        if (!names.add(name)) {
            faults.duplicate(path + ".name", name);
        }
    }

    private void checkImage(JsonNode container, String path) {
        String image = container.path("image").asString("");
        if (image.isEmpty()) {
            faults.required(path + ".image", "");
        } else if (!image.equals(image.strip())) {
            faults.invalid(path + ".image", image, "must not have leading or trailing whitespace");
        }
    }

    private void checkMounts(JsonNode mounts, String path) {
        Set<String> places = new HashSet<>();
        for (int i = 0; i < mounts.size(); i++) {
            JsonNode mount = mounts.get(i);
            String at = path + "[" + i + "]";
            String name = mount.path("name").asString("");
            String place = mount.path("mountPath").asString("");
            if (name.isEmpty()) {
                faults.required(at + ".name", "");
            } else if (!volumes.contains(name)) {
                faults.notFound(at + ".name", name);
            }
            if (place.isEmpty()) {
                faults.required(at + ".mountPath", "");
            } else if (!places.add(place)) {
                faults.invalid(at + ".mountPath", place, "must be unique");
            }
            checkSubPath(mount, at);
        }
    }

    private void checkSubPath(JsonNode mount, String path) {
        String plain = mount.path("subPath").asString("");
        String expanded = mount.path("subPathExpr").asString("");
        if (!plain.isEmpty()) {
            VolumeRules.checkRelative(plain, path + ".subPath", faults);
        }
        if (!expanded.isEmpty()) {
            if (!plain.isEmpty()) {
                faults.invalid(
                        path + ".subPathExpr",
                        expanded,
                        "subPathExpr and subPath are mutually exclusive");
            }
            VolumeRules.checkRelative(expanded, path + ".subPathExpr", faults);
        }
    }
}
