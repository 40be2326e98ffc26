package io.pinisi.federation.deploy;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.Applications;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.kinds.ServedKinds;
import io.pinisi.federation.kinds.ServedKinds.Served;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.propagation.Propagatable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request means: the objects as they are written, in order, and a policy per namespace.
 *
 * @param problems what is wrong before anybody is asked
 */
record DeployPlan(List<Step> steps, ObjectNode placement, List<Problem> problems) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final int NAME_MAX = 63;
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");

    DeployPlan {
        steps = List.copyOf(steps);
        problems = List.copyOf(problems);
    }

    /**
     * One object to write.
     *
     * @param document its number in the request; 0 for a policy of ours
     */
    record Step(int document, ResourcePath path, ObjectNode object) {
        String shown() {
            return object.path("kind").asString("") + "/" + Metadata.of(object).name();
        }
    }

    /** The objects that are placed: not the policies, and not namespaces, which follow by need. */
    List<ObjectNode> objects() {
        return steps.stream()
                .filter(step -> step.document() > 0)
                .map(Step::object)
                .filter(object -> !isNamespace(object))
                .toList();
    }

    boolean creates(String namespace) {
        return steps.stream()
                .map(Step::object)
                .anyMatch(o -> isNamespace(o) && Metadata.of(o).name().equals(namespace));
    }

    static ResourcePath namespacePath(String name) {
        return ResourcePath.of(NAMESPACES, ObjectKey.cluster(name));
    }

    static ObjectNode moved(ObjectNode object, String namespace) {
        ObjectNode copy = object.deepCopy();
        copy.withObject("/metadata").put("namespace", namespace);
        return copy;
    }

    private static boolean isNamespace(ObjectNode object) {
        return object.path("kind").asString("").equals("Namespace")
                && object.path("apiVersion").asString("").equals("v1");
    }

    static DeployPlan of(DeployRequest request, ServedKinds kinds, List<ClusterFacts> clusters) {
        return new Maker(request, kinds).make(clusters);
    }

    /** Works through a request; one use. */
    private static final class Maker {
        private final DeployRequest request;
        private final ServedKinds kinds;
        private final List<Problem> problems = new ArrayList<>();
        private final List<Step> namespaces = new ArrayList<>();
        private final List<Step> objects = new ArrayList<>();
        private final Set<Template> seen = new HashSet<>();

        Maker(DeployRequest request, ServedKinds kinds) {
            this.request = request;
            this.kinds = kinds;
        }

        DeployPlan make(List<ClusterFacts> clusters) {
            checkWhole(clusters);
            int number = 0;
            for (ObjectNode document : request.documents()) {
                number++;
                add(number, document);
            }
            List<Step> steps = new ArrayList<>(namespaces);
            steps.addAll(objects);
            ObjectNode placement = placement();
            steps.addAll(policies(placement));
            return new DeployPlan(steps, placement, problems);
        }

        private void checkWhole(List<ClusterFacts> clusters) {
            String name = request.application();
            if (name.length() > NAME_MAX || !NAME.matcher(name).matches()) {
                problems.add(
                        Problem.general(
                                "application",
                                "a name of lower case letters, digits and '-', at most "
                                        + NAME_MAX
                                        + " characters"));
            }
            if (request.documents().isEmpty()) {
                problems.add(Problem.general("documents", "there is nothing to deploy"));
            }
            if (request.documents().size() > DeployRequest.DOCUMENTS_MAX) {
                problems.add(
                        Problem.general("documents", "more than " + DeployRequest.DOCUMENTS_MAX));
            }
            if (request.clusters().isEmpty()) {
                problems.add(Problem.general("clusters", "choose at least one"));
            }
            Set<String> known = new HashSet<>();
            clusters.forEach(cluster -> known.add(cluster.name()));
            for (String cluster : request.clusters()) {
                if (!known.contains(cluster)) {
                    problems.add(
                            Problem.general("clusters", "there is no cluster \"" + cluster + "\""));
                }
            }
        }

        private void add(int number, ObjectNode document) {
            String apiVersion = document.path("apiVersion").asString("");
            String kind = document.path("kind").asString("");
            String name = document.path("metadata").path("name").asString("");
            String shown = kind + "/" + name;
            if (apiVersion.isEmpty() || kind.isEmpty()) {
                String field = apiVersion.isEmpty() ? "apiVersion" : "kind";
                problems.add(new Problem(number, shown, field, "is missing"));
                return;
            }
            Optional<Served> served = kinds.find(GroupVersionKind.of(apiVersion, kind));
            if (served.isEmpty()) {
                problems.add(
                        new Problem(
                                number,
                                shown,
                                "kind",
                                "no matches for kind \""
                                        + kind
                                        + "\" in version \""
                                        + apiVersion
                                        + '"'));
                return;
            }
            if (name.isEmpty()) {
                problems.add(new Problem(number, shown, "metadata.name", "is missing"));
                return;
            }
            add(number, document.deepCopy(), served.get());
        }

        private void add(int number, ObjectNode object, Served served) {
            ObjectNode metadata = object.withObject("/metadata");
            if (served.namespaced() && metadata.path("namespace").asString("").isEmpty()) {
                metadata.put("namespace", request.namespace());
            }
            Template template = Template.of(object);
            String shown = template.kind().kind() + "/" + template.key().name();
            if (!seen.add(template)) {
                problems.add(new Problem(number, shown, "", "is in the request twice"));
                return;
            }
            boolean namespace = isNamespace(object);
            if (!served.namespaced() && !namespace) {
                problems.add(
                        new Problem(
                                number,
                                shown,
                                "",
                                "is cluster-scoped: place it with a ClusterPropagationPolicy"));
                return;
            }
            Optional<String> refusal = Propagatable.refusal(object);
            if (refusal.isPresent()) {
                problems.add(new Problem(number, shown, "", "is not deployed: " + refusal.get()));
                return;
            }
            metadata.withObject("/labels").put(Applications.LABEL, request.application());
            Step step = new Step(number, served.path(template.key()), object);
            (namespace ? namespaces : objects).add(step);
        }

        private ObjectNode placement() {
            ObjectNode placement = Json.object();
            ArrayNode names = placement.putObject("clusterAffinity").putArray("clusterNames");
            request.clusters().stream().distinct().sorted().forEach(names::add);
            placement.set("replicaScheduling", request.division().scheduling(request.clusters()));
            return placement;
        }

        private List<Step> policies(ObjectNode placement) {
            Map<String, ArrayNode> selectors = new TreeMap<>();
            for (Step step : objects) {
                String namespace = step.path().namespace();
                if (namespace != null) {
                    selectors
                            .computeIfAbsent(namespace, absent -> Json.mapper().createArrayNode())
                            .addObject()
                            .put("apiVersion", step.object().path("apiVersion").asString(""))
                            .put("kind", step.object().path("kind").asString(""))
                            .put("name", Metadata.of(step.object()).name());
                }
            }
            List<Step> policies = new ArrayList<>();
            selectors.forEach(
                    (namespace, list) -> policies.add(policy(namespace, list, placement)));
            return policies;
        }

        private Step policy(String namespace, ArrayNode selectors, ObjectNode placement) {
            ObjectNode policy = Json.object().put("apiVersion", FederationKinds.POLICY_API);
            policy.put("kind", "PropagationPolicy");
            ObjectNode metadata = policy.putObject("metadata");
            metadata.put("name", request.application()).put("namespace", namespace);
            metadata.putObject("labels").put(Applications.LABEL, request.application());
            ObjectNode spec = policy.putObject("spec");
            spec.set("resourceSelectors", selectors);
            spec.set("placement", placement.deepCopy());
            spec.put("propagateDeps", true);
            ObjectKey key = ObjectKey.of(namespace, request.application());
            return new Step(0, ResourcePath.of(FederationKinds.POLICIES, key), policy);
        }
    }
}
