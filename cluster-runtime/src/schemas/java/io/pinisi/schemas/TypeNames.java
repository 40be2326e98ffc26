package io.pinisi.schemas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives each model class its Kubernetes name. The classes do not say which group they belong to:
 * kinds get it from the API that serves them, every other type from the kinds that reach it, and
 * what core reaches is core's.
 */
final class TypeNames {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final Pattern CLASS = Pattern.compile("([A-Z][a-z]+)?V(1|2|1alpha1)([A-Z]\\w*)");
    private static final Pattern MODEL = Pattern.compile("L" + ModelJar.MODELS + "(\\w+);");
    private static final Pattern API =
            Pattern.compile("([A-Z][A-Za-z]+?)V([12])Api|(Admissionregistration)V1alpha1Api");

    /** API class prefix to group and name prefix. */
    private static final Map<String, Group> GROUPS =
            Map.ofEntries(
                    group("Core", "", "io.k8s.api.core"),
                    group("Apps", "apps", "io.k8s.api.apps"),
                    group("Batch", "batch", "io.k8s.api.batch"),
                    group("Autoscaling", "autoscaling", "io.k8s.api.autoscaling"),
                    group("Policy", "policy", "io.k8s.api.policy"),
                    group("Networking", "networking.k8s.io", "io.k8s.api.networking"),
                    group("Discovery", "discovery.k8s.io", "io.k8s.api.discovery"),
                    group("Events", "events.k8s.io", "io.k8s.api.events"),
                    group("Coordination", "coordination.k8s.io", "io.k8s.api.coordination"),
                    group("Scheduling", "scheduling.k8s.io", "io.k8s.api.scheduling"),
                    group("Storage", "storage.k8s.io", "io.k8s.api.storage"),
                    group("Node", "node.k8s.io", "io.k8s.api.node"),
                    group("Resource", "resource.k8s.io", "io.k8s.api.resource"),
                    group("RbacAuthorization", "rbac.authorization.k8s.io", "io.k8s.api.rbac"),
                    group("Authentication", "authentication.k8s.io", "io.k8s.api.authentication"),
                    group("Authorization", "authorization.k8s.io", "io.k8s.api.authorization"),
                    group("Certificates", "certificates.k8s.io", "io.k8s.api.certificates"),
                    group(
                            "Admissionregistration",
                            "admissionregistration.k8s.io",
                            "io.k8s.api.admissionregistration"),
                    group(
                            "FlowcontrolApiserver",
                            "flowcontrol.apiserver.k8s.io",
                            "io.k8s.api.flowcontrol"),
                    group(
                            "Apiextensions",
                            "apiextensions.k8s.io",
                            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions"),
                    group(
                            "Apiregistration",
                            "apiregistration.k8s.io",
                            "io.k8s.kube-aggregator.pkg.apis.apiregistration"));

    /** Shared machinery, whoever uses it. */
    private static final Set<String> META_TYPES =
            Set.of(
                    "V1ObjectMeta",
                    "V1ListMeta",
                    "V1ManagedFieldsEntry",
                    "V1OwnerReference",
                    "V1LabelSelector",
                    "V1LabelSelectorRequirement",
                    "V1FieldSelectorRequirement",
                    "V1Condition",
                    "V1DeleteOptions",
                    "V1Preconditions",
                    "V1Status",
                    "V1StatusDetails",
                    "V1StatusCause",
                    "V1ShardInfo",
                    "V1APIGroup",
                    "V1APIGroupList",
                    "V1APIResource",
                    "V1APIResourceList",
                    "V1APIVersions",
                    "V1GroupVersionForDiscovery",
                    "V1ServerAddressByClientCIDR",
                    "V1WatchEvent");

    /** Kinds served as subresources of another group's, and types of core that core never uses. */
    private static final Map<String, String> PLACED =
            Map.of(
                    "V1Binding", "Core",
                    "V1Scale", "Autoscaling",
                    "V1Eviction", "Policy",
                    "AuthenticationV1TokenRequest", "Authentication",
                    "V1TopologySelectorTerm", "Core",
                    "V1TopologySelectorLabelRequirement", "Core");

    private static final Set<String> PLACED_KINDS =
            Set.of("V1Binding", "V1Scale", "V1Eviction", "AuthenticationV1TokenRequest");

    private final Map<String, ModelJar.Model> models = new TreeMap<>();
    private final Map<String, String> kinds = new LinkedHashMap<>();
    private final Map<String, String> owners = new HashMap<>();

    private record Group(String name, String prefix) {}

    /** A kind's place in the API. */
    record Kind(String group, String version, String kind) {}

    TypeNames(ModelJar jar) {
        for (ModelJar.Operation operation : jar.operations()) {
            Matcher api = API.matcher(operation.api());
            if (api.matches()) {
                String owner = api.group(1) == null ? api.group(3) : api.group(1);
                if (GROUPS.containsKey(owner)) {
                    kind(jar, operation, owner);
                }
            }
        }
        PLACED_KINDS.forEach(name -> kinds.put(name, PLACED.get(name)));
        META_TYPES.forEach(name -> load(jar, name));
        Map<String, Set<String>> reaching = new TreeMap<>();
        kinds.forEach((kind, owner) -> reach(jar, kind, owner, reaching));
        reaching.forEach(this::own);
    }

    private void kind(ModelJar jar, ModelJar.Operation operation, String owner) {
        String model = operation.modelClass();
        if (!CLASS.matcher(model).matches() || PLACED.containsKey(model)) {
            return;
        }
        if (operation.verb().equals("create")) {
            kinds.put(model, owner);
        } else if (model.endsWith("List")) {
            kinds.put(model, owner);
            String item = model.substring(0, model.length() - "List".length());
            if (jar.model(item).isPresent()) {
                kinds.put(item, owner);
            }
        }
    }

    private void reach(
            ModelJar jar, String start, String owner, Map<String, Set<String>> reaching) {
        Deque<String> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            String name = queue.remove();
            if (reaching.computeIfAbsent(name, n -> new TreeSet<>()).add(owner)) {
                load(jar, name).fields().forEach(f -> queue.addAll(modelsIn(f.type())));
            }
        }
    }

    private ModelJar.Model load(ModelJar jar, String className) {
        return models.computeIfAbsent(
                className,
                name ->
                        jar.model(name)
                                .orElseThrow(() -> new IllegalStateException("no model " + name)));
    }

    private void own(String model, Set<String> reachedFrom) {
        String placed = kinds.getOrDefault(model, PLACED.get(model));
        if (META_TYPES.contains(model)) {
            return;
        }
        if (placed != null) {
            owners.put(model, placed);
        } else if (reachedFrom.contains("Core")) {
            owners.put(model, "Core");
        } else if (reachedFrom.size() == 1) {
            owners.put(model, reachedFrom.iterator().next());
        } else {
            throw new IllegalStateException(model + " belongs to one of " + reachedFrom);
        }
    }

    static List<String> modelsIn(String signature) {
        List<String> names = new ArrayList<>();
        Matcher matcher = MODEL.matcher(signature);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Every type by its Kubernetes name. */
    Map<String, ModelJar.Model> types() {
        Map<String, ModelJar.Model> types = new TreeMap<>();
        models.values().forEach(model -> types.put(nameOf(model.className()), model));
        return types;
    }

    String nameOf(String model) {
        Matcher name = CLASS.matcher(model);
        if (!name.matches()) {
            throw new IllegalStateException(model + " is no stable type");
        }
        if (META_TYPES.contains(model)) {
            return META + name.group(3);
        }
        return GROUPS.get(owners.get(model)).prefix() + ".v" + name.group(2) + "." + name.group(3);
    }

    /** Where the type is served as a kind of its own, or null. */
    Kind kindOf(String model) {
        Matcher name = CLASS.matcher(model);
        String owner = kinds.get(model);
        if (owner == null || !name.matches()) {
            return META_TYPES.contains(model) && model.matches("V1(Status|DeleteOptions)")
                    ? new Kind("", "v1", model.substring(2))
                    : null;
        }
        return new Kind(GROUPS.get(owner).name(), "v" + name.group(2), name.group(3));
    }

    private static Map.Entry<String, Group> group(String api, String name, String prefix) {
        return Map.entry(api, new Group(name, prefix));
    }
}
