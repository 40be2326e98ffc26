package io.pinisi.cluster.admission.match;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules and selectors, as webhooks and policies have them in common. */
public final class RequestMatch {
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final String OWN_GROUP = "admissionregistration.k8s.io";

    /** Nobody can lock everybody out of what would unlock the door again. */
    private static final Set<String> EXEMPT =
            Set.of(
                    "validatingwebhookconfigurations",
                    "mutatingwebhookconfigurations",
                    "mutatingadmissionpolicies",
                    "mutatingadmissionpolicybindings",
                    "validatingadmissionpolicies",
                    "validatingadmissionpolicybindings");

    private final ObjectLookup objects;

    public RequestMatch(ObjectLookup objects) {
        this.objects = objects;
    }

    public static boolean isExempt(AdmissionRequest request) {
        return request.resource().group().equals(OWN_GROUP)
                && EXEMPT.contains(request.resource().resource());
    }

    /** Whether one of the rules names this request. */
    public static boolean names(JsonNode rules, AdmissionRequest request) {
        for (JsonNode rule : rules) {
            if (namesOne(rule, request)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesOne(JsonNode rule, AdmissionRequest request) {
        return has(rule.path("operations"), request.operation().name())
                && has(rule.path("apiGroups"), request.resource().group())
                && has(rule.path("apiVersions"), request.resource().version())
                && inScope(rule.path("scope").asString("*"), request)
                && isNamed(rule.path("resourceNames"), request)
                && hasResource(rule.path("resources"), request);
    }

    private static boolean isNamed(JsonNode names, AdmissionRequest request) {
        return names.isEmpty() || has(names, request.key().name());
    }

    private static boolean has(JsonNode values, String wanted) {
        return values.valueStream()
                .map(value -> value.asString(""))
                .anyMatch(value -> value.equals("*") || value.equals(wanted));
    }

    private static boolean inScope(String scope, AdmissionRequest request) {
        boolean namespaced = request.key().namespace() != null;
        return switch (scope) {
            case "Namespaced" -> namespaced;
            case "Cluster" -> !namespaced;
            default -> true;
        };
    }

    private static boolean hasResource(JsonNode resources, AdmissionRequest request) {
        String subresource = request.subresource();
        for (JsonNode entry : resources) {
            String text = entry.asString("");
            int slash = text.indexOf('/');
            String resource = slash < 0 ? text : text.substring(0, slash);
            String sub = slash < 0 ? "" : text.substring(slash + 1);
            boolean fits = resource.equals("*") || resource.equals(request.resource().resource());
            if (fits && (sub.equals(subresource) || sub.equals("*"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the labels of the namespace and of the object are those that are wanted. */
    public boolean selects(JsonNode selectors, AdmissionRequest request) {
        return selectsNamespace(selectors.get("namespaceSelector"), request)
                && selectsObject(selectors.get("objectSelector"), request);
    }

    private boolean selectsNamespace(@Nullable JsonNode selector, AdmissionRequest request) {
        if (selector == null || selector.isEmpty()) {
            return true;
        }
        if (request.resource().groupResource().equals(NAMESPACES)) {
            ObjectNode own = request.object() == null ? request.oldObject() : request.object();
            return own == null || matches(selector, own);
        }
        ObjectNode namespace = namespace(request);
        return request.key().namespace() == null
                || (namespace != null && matches(selector, namespace));
    }

    /** The namespace that the request is in; null for what is in none. */
    public @Nullable ObjectNode namespace(AdmissionRequest request) {
        String name = request.key().namespace();
        return name == null
                ? null
                : objects.find(NAMESPACES, ObjectKey.cluster(name))
                        .map(ApiObject::tree)
                        .orElse(null);
    }

    private static boolean selectsObject(@Nullable JsonNode selector, AdmissionRequest request) {
        if (selector == null || selector.isEmpty()) {
            return true;
        }
        ObjectNode next = request.object();
        ObjectNode old = request.oldObject();
        return (next != null && matches(selector, next)) || (old != null && matches(selector, old));
    }

    private static boolean matches(JsonNode selector, ObjectNode object) {
        Map<String, String> labels = Metadata.of(object).labels();
        return LabelSelector.of(selector).matches(labels);
    }
}
