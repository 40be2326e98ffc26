package io.pinisi.cluster.admission.podsecurity;

import static io.pinisi.cluster.admission.podsecurity.Baseline.found;
import static io.pinisi.cluster.admission.podsecurity.PodParts.containers;
import static io.pinisi.cluster.admission.podsecurity.PodParts.security;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Checks of pods that are to be as harmless as is known today. */
final class Restricted {
    private static final Set<String> VOLUMES =
            Set.of(
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "image",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");
    private static final Set<String> PROFILES = Set.of("Localhost", "RuntimeDefault");

    private Restricted() {}

    private static boolean isWindows(PodParts pod) {
        return pod.spec().path("os").path("name").asString("").equals("windows");
    }

    static Optional<Violation> escalation(PodParts pod) {
        List<String> names =
                pod.named(c -> security(c).path("allowPrivilegeEscalation").asBoolean(true));
        return found(
                names.isEmpty() || isWindows(pod),
                "allowPrivilegeEscalation != false",
                containers(names) + " must set securityContext.allowPrivilegeEscalation=false");
    }

    static Optional<Violation> capabilities(PodParts pod) {
        List<String> keeping = pod.named(container -> !drops(container));
        Set<String> added = new TreeSet<>();
        List<String> adding =
                pod.named(
                        container -> {
                            Set<String> own = new TreeSet<>();
                            for (JsonNode capability :
                                    security(container).path("capabilities").path("add")) {
                                if (!capability.asString("").equals("NET_BIND_SERVICE")) {
                                    own.add("\"" + capability.asString("") + "\"");
                                }
                            }
                            added.addAll(own);
                            return !own.isEmpty();
                        });
        List<String> details = new ArrayList<>();
        if (!keeping.isEmpty()) {
            details.add(
                    containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        if (!adding.isEmpty()) {
            details.add(
                    containers(adding)
                            + " must not include "
                            + String.join(", ", added)
                            + " in securityContext.capabilities.add");
        }
        return found(
                details.isEmpty() || isWindows(pod),
                "unrestricted capabilities",
                String.join("; ", details));
    }

    private static boolean drops(JsonNode container) {
        return security(container)
                .path("capabilities")
                .path("drop")
                .valueStream()
                .anyMatch(capability -> capability.asString("").equals("ALL"));
    }

    static Optional<Violation> volumes(PodParts pod) {
        List<String> names = new ArrayList<>();
        Set<String> types = new LinkedHashSet<>();
        for (JsonNode volume : pod.spec().path("volumes")) {
            for (String field : volume.propertyNames()) {
                if (!field.equals("name") && !VOLUMES.contains(field)) {
                    names.add(volume.path("name").asString(""));
                    types.add("\"" + field + "\"");
                }
            }
        }
        return found(
                names.isEmpty(),
                "restricted volume types",
                PodParts.list("volume", names)
                        + (names.size() == 1 ? " uses" : " use")
                        + (types.size() == 1
                                ? " restricted volume type "
                                : " restricted volume types ")
                        + String.join(", ", types));
    }

    static Optional<Violation> nonRoot(PodParts pod) {
        JsonNode own = pod.security().path("runAsNonRoot");
        List<String> details = new ArrayList<>();
        if (own.isBoolean() && !own.asBoolean()) {
            details.add("pod must not set securityContext.runAsNonRoot=false");
        }
        List<String> refusing =
                pod.named(
                        c ->
                                security(c).path("runAsNonRoot").isBoolean()
                                        && !security(c).path("runAsNonRoot").asBoolean());
        if (!refusing.isEmpty()) {
            details.add(containers(refusing) + " must not set securityContext.runAsNonRoot=false");
        }
        List<String> silent = pod.named(c -> !security(c).path("runAsNonRoot").isBoolean());
        if (details.isEmpty() && !own.asBoolean(false) && !silent.isEmpty()) {
            details.add(
                    "pod or " + containers(silent) + " must set securityContext.runAsNonRoot=true");
        }
        return found(details.isEmpty(), "runAsNonRoot != true", String.join("; ", details));
    }

    static Optional<Violation> user(PodParts pod) {
        List<String> setters = new ArrayList<>();
        if (isRoot(pod.security())) {
            setters.add("pod");
        }
        List<String> names = pod.named(container -> isRoot(security(container)));
        if (!names.isEmpty()) {
            setters.add(containers(names));
        }
        return found(
                setters.isEmpty(),
                "runAsUser=0",
                String.join(" and ", setters) + " must not set runAsUser=0");
    }

    private static boolean isRoot(JsonNode context) {
        return context.path("runAsUser").isNumber() && context.path("runAsUser").asLong() == 0;
    }

    static Optional<Violation> seccomp(PodParts pod) {
        String own = profile(pod.security());
        List<String> details = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        if (!own.isEmpty() && !PROFILES.contains(own)) {
            bad.add("pod");
        }
        List<String> unconfined =
                pod.named(
                        c ->
                                !profile(security(c)).isEmpty()
                                        && !PROFILES.contains(profile(security(c))));
        if (!unconfined.isEmpty()) {
            bad.add(containers(unconfined));
        }
        if (!bad.isEmpty()) {
            details.add(
                    String.join(" and ", bad)
                            + " must not set securityContext.seccompProfile.type to"
                            + " \"Unconfined\"");
        }
        List<String> silent = pod.named(c -> profile(security(c)).isEmpty());
        if (own.isEmpty() && !silent.isEmpty()) {
            details.add(
                    "pod or "
                            + containers(silent)
                            + " must set securityContext.seccompProfile.type to"
                            + " \"RuntimeDefault\" or \"Localhost\"");
        }
        return found(
                details.isEmpty() || isWindows(pod), "seccompProfile", String.join("; ", details));
    }

    private static String profile(JsonNode context) {
        return context.path("seccompProfile").path("type").asString("");
    }
}
