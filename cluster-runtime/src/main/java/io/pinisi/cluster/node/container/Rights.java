package io.pinisi.cluster.node.container;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.runtime.ContainerSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** As whom a container runs: its own security context over the pod's over the image's. */
final class Rights {
    private final JsonNode own;
    private final JsonNode shared;

    private Rights(Pod pod, ContainerDefinition container) {
        this.own = container.node().path("securityContext");
        this.shared = pod.spec().path("securityContext");
    }

    /**
     * @param imageUser the image's user, a number or a name
     * @param target the container whose processes an ephemeral one may see
     */
    static ContainerSpec.Security of(
            Pod pod, ContainerDefinition container, @Nullable String imageUser, String target) {
        return new Rights(pod, container).compose(pod, container, imageUser, target);
    }

    private ContainerSpec.Security compose(
            Pod pod, ContainerDefinition container, @Nullable String imageUser, String target) {
        Long user = number("runAsUser");
        if (flag("runAsNonRoot")) {
            requireNonRoot(pod, container, user, imageUser);
        }
        boolean privileged = own.path("privileged").asBoolean(false);
        Long group = number("runAsGroup");
        return new ContainerSpec.Security(
                user,
                user == null && group != null ? null : group,
                groups(),
                privileged,
                own.path("readOnlyRootFilesystem").asBoolean(false),
                !own.path("allowPrivilegeEscalation").asBoolean(true),
                capabilities("add"),
                capabilities("drop"),
                privileged ? "Unconfined" : seccomp(),
                own.path("procMount").asString("").equals("Unmasked"),
                target);
    }

    private static void requireNonRoot(
            Pod pod,
            ContainerDefinition container,
            @Nullable Long user,
            @Nullable String imageUser) {
        String subject = "(pod: \"" + pod.label() + "\", container: " + container.name() + ")";
        if (user != null) {
            if (user == 0) {
                throw ContainerRefusal.config(
                        "container's runAsUser breaks non-root policy " + subject);
            }
            return;
        }
        String image = imageUser == null || imageUser.isEmpty() ? "0" : imageUser;
        if (image.equals("0") || image.equals("root")) {
            throw ContainerRefusal.config(
                    "container has runAsNonRoot and image will run as root " + subject);
        }
        if (!image.chars().allMatch(Character::isDigit)) {
            throw ContainerRefusal.config(
                    "container has runAsNonRoot and image has non-numeric user (%s), cannot verify user is non-root %s"
                            .formatted(image, subject));
        }
    }

    private List<Long> groups() {
        List<Long> groups = new ArrayList<>();
        for (JsonNode group : shared.path("supplementalGroups")) {
            groups.add(group.asLong());
        }
        JsonNode fsGroup = shared.get("fsGroup");
        if (fsGroup != null) {
            groups.add(fsGroup.asLong());
        }
        return groups;
    }

    private List<String> capabilities(String list) {
        List<String> names = new ArrayList<>();
        own.path("capabilities").path(list).forEach(name -> names.add(name.asString()));
        return names;
    }

    private String seccomp() {
        JsonNode profile = Json.at(own, "seccompProfile");
        if (profile == null) {
            profile = Json.at(shared, "seccompProfile");
        }
        if (profile == null) {
            return "RuntimeDefault";
        }
        String type = profile.path("type").asString("RuntimeDefault");
        return type.equals("Localhost")
                ? "Localhost" + profile.path("localhostProfile").asString("")
                : type;
    }

    private @Nullable Long number(String field) {
        JsonNode value = own.has(field) ? own.get(field) : shared.get(field);
        return value == null || value.isNull() ? null : value.asLong();
    }

    private boolean flag(String field) {
        JsonNode value = own.has(field) ? own.get(field) : shared.get(field);
        return value != null && value.asBoolean(false);
    }
}
