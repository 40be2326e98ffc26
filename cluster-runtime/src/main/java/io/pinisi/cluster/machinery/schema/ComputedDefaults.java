package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.json.Json;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The defaults of Kubernetes that depend on other fields, by type. They run after the type's own
 * constant defaults and before those of the objects inside.
 */
final class ComputedDefaults {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final IdentityHashMap<Schema, Consumer<ObjectNode>> rules = new IdentityHashMap<>();

    ComputedDefaults(Schemas schemas) {
        core(schemas);
        workloads(schemas);
        others(schemas);
    }

    private void core(Schemas schemas) {
        String core = "io.k8s.api.core.v1.";
        rules.put(schemas.named(core + "Pod"), ComputedDefaults::pod);
        rules.put(schemas.named(core + "Container"), ComputedDefaults::imagePullPolicy);
        rules.put(schemas.named(core + "EphemeralContainer"), ComputedDefaults::imagePullPolicy);
        rules.put(schemas.named(core + "ImageVolumeSource"), ComputedDefaults::imageVolume);
        rules.put(schemas.named(core + "Volume"), ComputedDefaults::volume);
        rules.put(schemas.named(core + "ServiceSpec"), ComputedDefaults::service);
        rules.put(schemas.named(core + "ServicePort"), ComputedDefaults::servicePort);
        rules.put(schemas.named(core + "Namespace"), ComputedDefaults::namespace);
        rules.put(schemas.named(core + "NodeStatus"), ComputedDefaults::nodeStatus);
        rules.put(schemas.named(core + "LimitRangeItem"), ComputedDefaults::limitRangeItem);
        rules.put(
                schemas.named(core + "ReplicationController"),
                ComputedDefaults::replicationController);
    }

    private void workloads(Schemas schemas) {
        String apps = "io.k8s.api.apps.v1.";
        rules.put(schemas.named(apps + "DeploymentStrategy"), ComputedDefaults::rollingUpdate);
        rules.put(
                schemas.named(apps + "StatefulSetUpdateStrategy"), ComputedDefaults::rollingUpdate);
        rules.put(schemas.named(apps + "DaemonSetUpdateStrategy"), ComputedDefaults::rollingUpdate);
        rules.put(schemas.named(apps + "StatefulSetSpec"), ComputedDefaults::statefulSet);
        rules.put(schemas.named("io.k8s.api.batch.v1.Job"), ComputedDefaults::job);
    }

    private void others(Schemas schemas) {
        rules.put(
                schemas.named("io.k8s.api.networking.v1.NetworkPolicySpec"),
                ComputedDefaults::networkPolicy);
        rules.put(schemas.named("io.k8s.api.rbac.v1.Subject"), ComputedDefaults::subject);
        rules.put(schemas.named("io.k8s.api.rbac.v1.RoleRef"), ComputedDefaults::roleRef);
        rules.put(
                schemas.named(
                        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1"
                                + ".CustomResourceDefinitionSpec"),
                ComputedDefaults::crdNames);
        rules.put(
                schemas.named("io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec"),
                AutoscalerDefaults::complete);
    }

    void apply(Schema schema, ObjectNode object) {
        Consumer<ObjectNode> rule = rules.get(schema);
        if (rule != null) {
            rule.accept(object);
        }
    }

    /**
     * Limits are requests where none are given; the host's network takes the container's ports;
     * what is asked for can be changed without a restart unless the pod says otherwise.
     */
    private static void pod(ObjectNode pod) {
        ObjectNode spec =
                pod.get("spec") instanceof ObjectNode given ? given : pod.putObject("spec");
        putIfAbsent(spec, "enableServiceLinks", true);
        boolean hostNetwork = spec.path("hostNetwork").asBoolean(false);
        for (String list : new String[] {"initContainers", "containers"}) {
            for (JsonNode container : spec.path(list)) {
                requestsFromLimits(container);
                if (hostNetwork) {
                    hostPorts(container);
                }
            }
        }
        spec.path("containers").forEach(ComputedDefaults::resizePolicy);
    }

    private static void resizePolicy(JsonNode container) {
        JsonNode resources = container.path("resources");
        for (String name : new String[] {"cpu", "memory"}) {
            boolean asked =
                    resources.path("requests").has(name) || resources.path("limits").has(name);
            boolean said =
                    container
                            .path("resizePolicy")
                            .valueStream()
                            .anyMatch(p -> p.path("resourceName").asString("").equals(name));
            if (asked && !said && container instanceof ObjectNode object) {
                object.withArray("resizePolicy")
                        .addObject()
                        .put("resourceName", name)
                        .put("restartPolicy", "NotRequired");
            }
        }
    }

    private static void requestsFromLimits(JsonNode container) {
        if (container.path("resources") instanceof ObjectNode resources
                && resources.get("limits") instanceof ObjectNode limits) {
            ObjectNode requests =
                    resources.get("requests") instanceof ObjectNode given
                            ? given
                            : resources.putObject("requests");
            limits.properties()
                    .forEach(
                            limit -> {
                                if (!requests.has(limit.getKey())) {
                                    requests.set(limit.getKey(), limit.getValue());
                                }
                            });
        }
    }

    private static void hostPorts(JsonNode container) {
        for (JsonNode port : container.path("ports")) {
            if (port instanceof ObjectNode object && port.path("hostPort").asInt(0) == 0) {
                JsonNode number = object.get("containerPort");
                if (number != null) {
                    object.set("hostPort", number);
                }
            }
        }
    }

    private static void imagePullPolicy(ObjectNode container) {
        putIfBlank(container, "imagePullPolicy", pullPolicy(container.path("image").asString("")));
    }

    private static void imageVolume(ObjectNode source) {
        putIfBlank(source, "pullPolicy", pullPolicy(source.path("reference").asString("")));
    }

    /** {@code Always} for {@code :latest}, which is also the tag of an image that has none. */
    private static String pullPolicy(String image) {
        boolean digest = image.contains("@");
        int colon = image.lastIndexOf(':');
        boolean tagged = colon > image.lastIndexOf('/');
        boolean latest = !digest && (!tagged || image.endsWith(":latest"));
        return latest ? "Always" : "IfNotPresent";
    }

    /** A volume without a source is an empty directory. */
    private static void volume(ObjectNode volume) {
        for (Map.Entry<String, JsonNode> field : volume.properties()) {
            if (!field.getKey().equals("name")) {
                return;
            }
        }
        volume.putObject("emptyDir");
    }

    private static void service(ObjectNode spec) {
        String affinity = spec.path("sessionAffinity").asString("");
        if (affinity.equals("None")) {
            spec.remove("sessionAffinityConfig");
        } else if (affinity.equals("ClientIP")) {
            ObjectNode config = child(child(spec, "sessionAffinityConfig"), "clientIP");
            if (config.get("timeoutSeconds") == null) {
                config.put("timeoutSeconds", 10800);
            }
        }
        String type = spec.path("type").asString("");
        boolean external = type.equals("NodePort") || type.equals("LoadBalancer");
        if (external) {
            putIfBlank(spec, "externalTrafficPolicy", "Cluster");
        }
        if (external || type.equals("ClusterIP")) {
            putIfBlank(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            putIfAbsent(spec, "allocateLoadBalancerNodePorts", true);
        }
    }

    private static void servicePort(ObjectNode port) {
        JsonNode target = port.get("targetPort");
        boolean unsaid =
                target == null
                        || (target.isString() && target.stringValue().isEmpty())
                        || (target.isIntegralNumber() && target.asInt(0) == 0);
        JsonNode number = port.get("port");
        if (unsaid && number != null) {
            port.set("targetPort", number);
        }
    }

    private static void namespace(ObjectNode namespace) {
        String name = namespace.path("metadata").path("name").asString("");
        if (!name.isEmpty()) {
            child(child(namespace, "metadata"), "labels").put("kubernetes.io/metadata.name", name);
        }
    }

    private static void nodeStatus(ObjectNode status) {
        JsonNode capacity = status.get("capacity");
        if (capacity != null && status.get("allocatable") == null) {
            status.set("allocatable", capacity.deepCopy());
        }
    }

    /** For containers: the default limit is the maximum, the default request the default limit. */
    private static void limitRangeItem(ObjectNode item) {
        if (item.path("type").asString("").equals("Container")) {
            inherit(item, "default", "max");
            inherit(item, "defaultRequest", "default");
            inherit(item, "defaultRequest", "min");
        }
    }

    private static void inherit(ObjectNode item, String into, String from) {
        for (Map.Entry<String, JsonNode> quantity : item.path(from).properties()) {
            ObjectNode target = child(item, into);
            if (!target.has(quantity.getKey())) {
                target.set(quantity.getKey(), quantity.getValue());
            }
        }
    }

    /** Labels of the template are those of the controller and its selector, where it has none. */
    private static void replicationController(ObjectNode controller) {
        JsonNode labels = Json.at(controller, "spec", "template", "metadata", "labels");
        if (labels == null || labels.isEmpty()) {
            return;
        }
        if (controller.path("spec").path("selector").isEmpty()) {
            child(controller, "spec").set("selector", labels.deepCopy());
        }
        if (controller.path("metadata").path("labels").isEmpty()) {
            child(controller, "metadata").set("labels", labels.deepCopy());
        }
    }

    /** The rolling update's own settings have constant defaults; it only has to be there. */
    private static void rollingUpdate(ObjectNode strategy) {
        if (strategy.path("type").asString("").equals("RollingUpdate")) {
            child(strategy, "rollingUpdate");
        }
    }

    private static void statefulSet(ObjectNode spec) {
        for (JsonNode claim : spec.path("volumeClaimTemplates")) {
            if (claim instanceof ObjectNode object) {
                object.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            }
        }
    }

    private static void job(ObjectNode job) {
        ObjectNode spec = child(job, "spec");
        if (spec.get("completions") == null && spec.get("parallelism") == null) {
            spec.put("completions", 1);
        }
        putIfAbsent(spec, "parallelism", 1);
        int retries = spec.get("backoffLimitPerIndex") == null ? 6 : Integer.MAX_VALUE;
        putIfAbsent(spec, "backoffLimit", retries);
        putIfBlank(spec, "completionMode", "NonIndexed");
        putIfAbsent(spec, "suspend", false);
        boolean failurePolicy = spec.get("podFailurePolicy") != null;
        putIfBlank(spec, "podReplacementPolicy", failurePolicy ? "Failed" : "TerminatingOrFailed");
    }

    private static void networkPolicy(ObjectNode spec) {
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    private static void subject(ObjectNode subject) {
        switch (subject.path("kind").asString("")) {
            case "User", "Group" -> putIfBlank(subject, "apiGroup", RBAC);
            default -> {}
        }
    }

    private static void roleRef(ObjectNode role) {
        putIfBlank(role, "apiGroup", RBAC);
    }

    private static void crdNames(ObjectNode spec) {
        if (spec.path("names") instanceof ObjectNode names) {
            String kind = names.path("kind").asString("");
            putIfBlank(names, "singular", kind.toLowerCase(Locale.ROOT));
            putIfBlank(names, "listKind", kind + "List");
        }
    }

    static ObjectNode child(ObjectNode object, String name) {
        return object.get(name) instanceof ObjectNode present ? present : object.putObject(name);
    }

    private static void putIfAbsent(ObjectNode object, String name, boolean value) {
        if (object.get(name) == null) {
            object.put(name, value);
        }
    }

    static void putIfAbsent(ObjectNode object, String name, int value) {
        if (object.get(name) == null) {
            object.put(name, value);
        }
    }

    static void putIfBlank(ObjectNode object, String name, String value) {
        if (object.path(name).asString("").isEmpty()) {
            object.put(name, value);
        }
    }
}
