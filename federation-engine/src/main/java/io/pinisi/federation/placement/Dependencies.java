package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.known.KnownKind;
import io.pinisi.federation.known.KnownKinds;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an object is no use without: the config maps, secrets, claims and service account that a
 * workload's pods name, and the certificates of an ingress. What belongs to each cluster, such as
 * storage and priority classes, does not follow. Pure.
 */
public final class Dependencies {
    private static final GroupVersionKind CONFIG_MAP = GroupVersionKind.of("v1", "ConfigMap");
    private static final GroupVersionKind SECRET = GroupVersionKind.of("v1", "Secret");
    private static final GroupVersionKind CLAIM =
            GroupVersionKind.of("v1", "PersistentVolumeClaim");
    private static final GroupVersionKind ACCOUNT = GroupVersionKind.of("v1", "ServiceAccount");

    private final String namespace;
    private final Set<Template> found = new LinkedHashSet<>();

    private Dependencies(String namespace) {
        this.namespace = namespace;
    }

    /** Every kind that can be one. */
    public static List<GroupVersionKind> kinds() {
        return List.of(CONFIG_MAP, SECRET, CLAIM, ACCOUNT);
    }

    /** In order of mention, each once; empty for kinds that need nothing. */
    public static Set<Template> of(JsonNode object) {
        String namespace = Json.text(object, "metadata", "namespace");
        if (namespace == null) {
            return Set.of();
        }
        Dependencies dependencies = new Dependencies(namespace);
        JsonNode pod = Workloads.podSpec(object);
        if (pod != null) {
            dependencies.pod(pod);
        }
        dependencies.others(object);
        return dependencies.found;
    }

    private void others(JsonNode object) {
        JsonNode spec = object.path("spec");
        switch (Workloads.kind(object)) {
            case "apps/v1 StatefulSet" ->
                    spec.path("volumeClaimTemplates").forEach(this::leaveOutOwnClaim);
            case "networking.k8s.io/v1 Ingress" ->
                    spec.path("tls").forEach(tls -> add(SECRET, Json.text(tls, "secretName")));
            default -> KnownKinds.find(object).ifPresent(known -> known(known, object));
        }
    }

    private void known(KnownKind known, JsonNode object) {
        known.specs(object).forEach(this::pod);
        known.singleContainers(object).forEach(this::container);
        for (KnownKind.Reference reference : known.references(object)) {
            kinds().stream()
                    .filter(kind -> kind.kind().equals(reference.kind()))
                    .forEach(kind -> add(kind, reference.name()));
        }
    }

    /** A stateful set makes its own claims. */
    private void leaveOutOwnClaim(JsonNode claim) {
        String name = Json.text(claim, "metadata", "name");
        if (name != null) {
            found.remove(new Template(CLAIM, ObjectKey.of(namespace, name)));
        }
    }

    private void pod(JsonNode pod) {
        String account = Json.text(pod, "serviceAccountName");
        if (account != null && !account.equals("default")) {
            add(ACCOUNT, account);
        }
        pod.path("imagePullSecrets").forEach(secret -> add(SECRET, Json.text(secret, "name")));
        for (String list : List.of("initContainers", "containers")) {
            pod.path(list).forEach(this::container);
        }
        pod.path("volumes").forEach(this::volume);
    }

    private void container(JsonNode container) {
        for (JsonNode source : container.path("envFrom")) {
            add(CONFIG_MAP, Json.text(source, "configMapRef", "name"));
            add(SECRET, Json.text(source, "secretRef", "name"));
        }
        for (JsonNode variable : container.path("env")) {
            add(CONFIG_MAP, Json.text(variable, "valueFrom", "configMapKeyRef", "name"));
            add(SECRET, Json.text(variable, "valueFrom", "secretKeyRef", "name"));
        }
    }

    private void volume(JsonNode volume) {
        add(CONFIG_MAP, Json.text(volume, "configMap", "name"));
        add(SECRET, Json.text(volume, "secret", "secretName"));
        add(CLAIM, Json.text(volume, "persistentVolumeClaim", "claimName"));
        for (JsonNode source : volume.path("projected").path("sources")) {
            add(CONFIG_MAP, Json.text(source, "configMap", "name"));
            add(SECRET, Json.text(source, "secret", "name"));
        }
    }

    private void add(GroupVersionKind kind, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            found.add(new Template(kind, ObjectKey.of(namespace, name)));
        }
    }
}
