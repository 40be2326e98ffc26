package io.pinisi.cluster.admission;

import io.pinisi.cluster.admission.AdmissionRequest.Operation;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.storage.ObjectLookup;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A node writes about itself and its own pods, and cannot draw pods to itself by labels. */
public final class NodeRestriction implements ValidatingPlugin {
    private static final String USER = "system:node:";
    private static final String GROUP = "system:nodes";
    private static final String LEASES = "kube-node-lease";
    private static final String RESERVED = "node-restriction.kubernetes.io";
    private static final GroupResource PODS = new GroupResource("", "pods");

    private final ObjectLookup objects;

    public NodeRestriction(ObjectLookup objects) {
        this.objects = objects;
    }

    @Override
    public void validate(AdmissionRequest request) {
        String user = request.user().name();
        if (!user.startsWith(USER) || !request.user().groups().contains(GROUP)) {
            return;
        }
        String node = user.substring(USER.length());
        switch (request.resource().groupResource().toString()) {
            case "pods" -> pods(request, node);
            case "nodes" -> nodes(request, node);
            case "leases.coordination.k8s.io" -> leases(request, node);
            case "csinodes.storage.k8s.io" -> {
                if (!request.key().name().equals(node)) {
                    throw refusal(
                            request,
                            node,
                            "can only access CSINode with the same name as the requesting node");
                }
            }
            default -> {
                // what else a node may write is the authorizer's to say
            }
        }
    }

    private void pods(AdmissionRequest request, String node) {
        switch (request.subresource()) {
            case "" -> wholePod(request, node);
            case "status" -> {
                if (!isOn(request.oldObject(), node)) {
                    throw refusal(
                            request,
                            node,
                            "can only update pod status for pods with spec.nodeName set to itself");
                }
            }
            case "eviction" -> {
                boolean own =
                        objects.find(PODS, request.key())
                                .filter(pod -> isOn(pod.tree(), node))
                                .isPresent();
                if (!own) {
                    throw refusal(
                            request, node, "can only evict pods with spec.nodeName set to itself");
                }
            }
            default ->
                    throw refusal(
                            request, node, "unexpected pod subresource " + request.subresource());
        }
    }

    private static void wholePod(AdmissionRequest request, String node) {
        if (request.operation() == Operation.DELETE) {
            if (!isOn(request.oldObject(), node)) {
                throw refusal(
                        request, node, "can only delete pods with spec.nodeName set to itself");
            }
            return;
        }
        ObjectNode pod = request.object();
        if (request.operation() != Operation.CREATE || pod == null) {
            throw refusal(request, node, "unexpected operation \"" + request.operation() + "\"");
        }
        if (!pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror")) {
            throw refusal(
                    request,
                    node,
                    "can only create mirror pods; pod does not have"
                            + " \"kubernetes.io/config.mirror\" annotation");
        }
        if (!isOn(pod, node)) {
            throw refusal(request, node, "can only create pods with spec.nodeName set to itself");
        }
    }

    private static boolean isOn(@Nullable ObjectNode pod, String node) {
        return pod != null && pod.path("spec").path("nodeName").asString("").equals(node);
    }

    private static void nodes(AdmissionRequest request, String node) {
        if (!request.key().name().equals(node)) {
            throw refusal(
                    request,
                    node,
                    "is not allowed to modify node \"" + request.key().name() + "\"");
        }
        ObjectNode next = request.object();
        if (next == null) {
            return;
        }
        ObjectNode old = request.oldObject();
        JsonNode before = old == null ? next.objectNode() : old;
        if (old != null
                && !old.path("spec").path("taints").equals(next.path("spec").path("taints"))) {
            throw refusal(request, node, "is not allowed to modify taints");
        }
        Set<String> forbidden = new TreeSet<>();
        for (String label : changed(labels(before), labels(next))) {
            if (label.startsWith(RESERVED + "/") || label.contains("." + RESERVED + "/")) {
                forbidden.add(label);
            }
        }
        if (!forbidden.isEmpty()) {
            throw refusal(
                    request,
                    node,
                    "is not allowed to modify labels: " + String.join(", ", forbidden));
        }
    }

    private static JsonNode labels(JsonNode object) {
        return object.path("metadata").path("labels");
    }

    private static Set<String> changed(JsonNode old, JsonNode next) {
        Set<String> keys = new TreeSet<>(old.propertyNames());
        keys.addAll(next.propertyNames());
        keys.removeIf(key -> old.path(key).equals(next.path(key)));
        return keys;
    }

    private static void leases(AdmissionRequest request, String node) {
        if (!LEASES.equals(request.key().namespace())) {
            throw refusal(
                    request,
                    node,
                    "can only access leases in the \"" + LEASES + "\" system namespace");
        }
        if (!request.key().name().equals(node)) {
            throw refusal(
                    request,
                    node,
                    "can only access node lease with the same name as the requesting node");
        }
    }

    private static ApiException refusal(AdmissionRequest request, String node, String why) {
        return ApiException.forbidden(
                request.resource().groupResource(),
                request.key().name(),
                "node \"" + node + "\" " + why);
    }
}
