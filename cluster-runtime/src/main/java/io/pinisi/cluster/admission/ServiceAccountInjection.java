package io.pinisi.cluster.admission;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every pod acts as a service account of its namespace and, unless it does not want to, finds a
 * token, the cluster's certificate and its namespace where clients look for them.
 */
public final class ServiceAccountInjection implements MutatingPlugin {
    private static final GroupResource ACCOUNTS = new GroupResource("", "serviceaccounts");
    private static final String MOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
    private static final int TOKEN_SECONDS = 3607;
    private static final int FILE_MODE = 0644;

    private final ObjectLookup objects;
    private final Supplier<String> suffixes;

    public ServiceAccountInjection(ObjectLookup objects, Supplier<String> suffixes) {
        this.objects = objects;
        this.suffixes = suffixes;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        ObjectNode pod = request.object();
        String namespace = request.key().namespace();
        if (pod == null
                || namespace == null
                || !request.is(AdmissionRequest.Operation.CREATE, "", "pods")
                || !(pod.get("spec") instanceof ObjectNode spec)
                || isMirror(pod)) {
            return;
        }
        ObjectNode account = account(request, namespace, spec);
        if (wantsToken(spec, account)) {
            mountToken(spec);
        }
        JsonNode secrets = account.path("imagePullSecrets");
        if (spec.path("imagePullSecrets").isEmpty() && !secrets.isEmpty()) {
            spec.set("imagePullSecrets", secrets.deepCopy());
        }
    }

    private static boolean isMirror(ObjectNode pod) {
        return pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror");
    }

    private ObjectNode account(AdmissionRequest request, String namespace, ObjectNode spec) {
        String given = spec.path("serviceAccountName").asString("");
        String name = given.isEmpty() ? "default" : given;
        spec.put("serviceAccountName", name);
        spec.put("serviceAccount", name);
        return objects.find(ACCOUNTS, ObjectKey.of(namespace, name))
                .orElseThrow(
                        () ->
                                ApiException.forbidden(
                                        request.resource().groupResource(),
                                        request.key().name(),
                                        "error looking up service account "
                                                + namespace
                                                + "/"
                                                + name
                                                + ": serviceaccount \""
                                                + name
                                                + "\" not found"))
                .tree();
    }

    private static boolean wantsToken(ObjectNode spec, ObjectNode account) {
        JsonNode own = spec.get("automountServiceAccountToken");
        return own == null
                ? account.path("automountServiceAccountToken").asBoolean(true)
                : own.asBoolean(true);
    }

    private void mountToken(ObjectNode spec) {
        @Nullable String volume = null;
        for (String sort : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(sort)) {
                if (container instanceof ObjectNode mutable && !hasMount(container)) {
                    volume = volume == null ? addVolume(spec) : volume;
                    mount(mutable, volume);
                }
            }
        }
    }

    private static boolean hasMount(JsonNode container) {
        return container
                .path("volumeMounts")
                .valueStream()
                .anyMatch(mount -> mount.path("mountPath").asString("").equals(MOUNT));
    }

    private static void mount(ObjectNode container, String volume) {
        ObjectNode mount = array(container, "volumeMounts").addObject();
        mount.put("name", volume);
        mount.put("readOnly", true);
        mount.put("mountPath", MOUNT);
    }

    private String addVolume(ObjectNode spec) {
        String name = "kube-api-access-" + suffixes.get();
        ObjectNode volume = array(spec, "volumes").addObject();
        volume.put("name", name);
        ObjectNode projected = volume.putObject("projected");
        ArrayNode sources = projected.putArray("sources");
        sources.addObject()
                .putObject("serviceAccountToken")
                .put("expirationSeconds", TOKEN_SECONDS)
                .put("path", "token");
        ObjectNode certificate = sources.addObject().putObject("configMap");
        certificate.put("name", "kube-root-ca.crt");
        certificate.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
        ObjectNode item =
                sources.addObject().putObject("downwardAPI").putArray("items").addObject();
        item.put("path", "namespace");
        item.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
        projected.put("defaultMode", FILE_MODE);
        return name;
    }

    private static ArrayNode array(ObjectNode node, String field) {
        return node.get(field) instanceof ArrayNode given ? given : node.putArray(field);
    }
}
