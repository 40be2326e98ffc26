package io.pinisi.cluster.authz;

import io.pinisi.cluster.controller.view.PodClaims;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node may do: what the role {@code system:node} says, and of that only its own node, its
 * own pods, its own lease, and the secrets, config maps, service accounts, claims and volumes that
 * pods bound to it name. A node that is broken into gives away no more than what runs on it.
 */
public final class NodeAuthorizer implements Authorizer {
    private static final String USER = "system:node:";
    private static final String GROUP = "system:nodes";
    private static final ObjectKey ROLE = ObjectKey.cluster("system:node");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    private static final Set<String> READS = Set.of("get", "list", "watch");

    private final RuleIndex index;
    private final ObjectLookup objects;

    public NodeAuthorizer(RuleIndex index, ObjectLookup objects) {
        this.index = index;
        this.objects = objects;
    }

    @Override
    public Decision authorize(Attributes attributes) {
        boolean isNode =
                attributes.user().name().startsWith(USER)
                        && attributes.user().groups().contains(GROUP);
        if (!isNode || !attributes.isResourceRequest()) {
            return new Decision.NoOpinion();
        }
        String node = attributes.user().name().substring(USER.length());
        if (!roleAllows(attributes)) {
            return new Decision.NoOpinion();
        }
        return isItsOwn(node, attributes)
                ? new Decision.Allowed("node authorizer")
                : new Decision.Denied("node \"" + node + "\" has no relation to this object");
    }

    private boolean roleAllows(Attributes attributes) {
        List<PolicyRule> rules = index.role(ROLE);
        return rules != null && rules.stream().anyMatch(rule -> rule.allows(attributes));
    }

    private boolean isItsOwn(String node, Attributes attributes) {
        boolean read = READS.contains(attributes.verb());
        String resource = attributes.resource();
        return switch (attributes.group()) {
            case "" ->
                    switch (resource) {
                        case "nodes" ->
                                read
                                        || attributes.name().isEmpty()
                                        || attributes.name().equals(node);
                        case "pods" -> read || isOnNode(node, attributes);
                        case "secrets", "configmaps", "serviceaccounts" ->
                                isNamedByItsPods(node, attributes);
                        case "persistentvolumeclaims" ->
                                isClaimOfItsPods(
                                        node,
                                        ObjectKey.of(attributes.namespace(), attributes.name()));
                        case "persistentvolumes" -> isVolumeOfItsPods(node, attributes.name());
                        default -> true;
                    };
            case "coordination.k8s.io" ->
                    attributes.namespace().equals("kube-node-lease")
                            && (attributes.name().isEmpty() || attributes.name().equals(node));
            default -> true;
        };
    }

    private boolean isOnNode(String node, Attributes attributes) {
        return objects.find(PODS, ObjectKey.of(attributes.namespace(), attributes.name()))
                .filter(pod -> isBound(pod, node))
                .isPresent();
    }

    private static boolean isBound(ApiObject pod, String node) {
        return node.equals(pod.fields().get("spec.nodeName"));
    }

    private boolean isClaimOfItsPods(String node, ObjectKey claim) {
        for (ApiObject pod : objects.all(PODS, claim.namespace())) {
            if (isBound(pod, node) && PodClaims.of(pod.tree()).contains(claim)) {
                return true;
            }
        }
        return false;
    }

    private boolean isVolumeOfItsPods(String node, String name) {
        return objects.find(VOLUMES, ObjectKey.cluster(name))
                .map(volume -> new VolumeView(volume.tree()))
                .filter(VolumeView::isClaimed)
                .filter(volume -> isClaimOfItsPods(node, volume.claim()))
                .isPresent();
    }

    private boolean isNamedByItsPods(String node, Attributes attributes) {
        if (attributes.name().isEmpty()) {
            return false;
        }
        for (ApiObject pod : objects.all(PODS, attributes.namespace())) {
            if (isBound(pod, node) && names(pod.tree(), attributes)) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(ObjectNode pod, Attributes attributes) {
        JsonNode spec = pod.path("spec");
        if (attributes.resource().equals("serviceaccounts")) {
            return attributes.name().equals(Json.text(spec, "serviceAccountName"));
        }
        boolean secret = attributes.resource().equals("secrets");
        return namedAnywhere(spec, secret ? SECRET_FIELDS : CONFIG_MAP_FIELDS, attributes.name());
    }

    /** Fields of a pod's spec under which a reference to a secret stands. */
    private static final Set<String> SECRET_FIELDS =
            Set.of("secret", "secretRef", "secretKeyRef", "imagePullSecrets");

    private static final Set<String> CONFIG_MAP_FIELDS =
            Set.of("configMap", "configMapRef", "configMapKeyRef");

    private static boolean namedAnywhere(JsonNode tree, Set<String> fields, String name) {
        for (var field : tree.properties()) {
            JsonNode value = field.getValue();
            if (fields.contains(field.getKey()) && refersTo(value, name)) {
                return true;
            }
            if (value.isContainer() && namedAnywhere(value, fields, name)) {
                return true;
            }
        }
        if (tree.isArray()) {
            for (JsonNode element : tree) {
                if (element.isContainer() && namedAnywhere(element, fields, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean refersTo(JsonNode reference, String name) {
        if (reference.isArray()) {
            for (JsonNode element : reference) {
                if (refersTo(element, name)) {
                    return true;
                }
            }
            return false;
        }
        return name.equals(Json.text(reference, "name"))
                || name.equals(Json.text(reference, "secretName"));
    }
}
