package io.pinisi.federation.approval;

import io.pinisi.cluster.admission.AdmissionRequest;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.tenancy.Tenant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies and requests as the hub has them at this moment. A policy is read again only when it has
 * changed. Thread-safe.
 */
final class StoredApprovals {
    private static final GroupResource POLICIES = FederationKinds.APPROVAL_POLICIES.groupResource();
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    static final GroupResource REQUESTS = FederationKinds.APPROVAL_REQUESTS.groupResource();

    private final ObjectLookup objects;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(long revision, ApprovalPolicy policy) {}

    StoredApprovals(ObjectLookup objects) {
        this.objects = objects;
    }

    List<ApprovalPolicy> policies() {
        return objects.all(POLICIES, null).stream()
                .map(this::read)
                .sorted(Comparator.comparing(ApprovalPolicy::name))
                .toList();
    }

    Optional<ApprovalPolicy> policy(String name) {
        return name.isEmpty()
                ? Optional.empty()
                : objects.find(POLICIES, ObjectKey.cluster(name)).map(this::read);
    }

    /** Those of one person. */
    List<ApprovalRequest> requestsOf(String user) {
        String label = ApprovalRequest.requesterLabel(user);
        return objects.all(REQUESTS, null).stream()
                .filter(one -> label.equals(one.labels().get(ApprovalRequest.REQUESTER_LABEL)))
                .map(one -> ApprovalRequest.of(one.tree()))
                .filter(one -> one.requester().equals(user))
                .toList();
    }

    Optional<ApiObject> request(String name) {
        return objects.find(REQUESTS, ObjectKey.cluster(name));
    }

    private synchronized ApprovalPolicy read(ApiObject object) {
        Known before = known.get(object.key().name());
        if (before != null && before.revision() == object.revision()) {
            return before.policy();
        }
        ApprovalPolicy policy = ApprovalPolicy.of(object.tree());
        known.put(policy.name(), new Known(object.revision(), policy));
        return policy;
    }

    /** Policies that have something to say about a request. */
    List<ApprovalPolicy> covering(AdmissionRequest request) {
        return policies().stream()
                .filter(policy -> !policy.rules().isEmpty())
                .filter(policy -> isMeant(policy, request))
                .toList();
    }

    private boolean isMeant(ApprovalPolicy policy, AdmissionRequest request) {
        String verb =
                request.act().collection().isEmpty()
                        ? verb(request.operation())
                        : "deletecollection";
        return policy.rules().stream()
                        .anyMatch(
                                rule ->
                                        rule.covers(
                                                verb,
                                                request.resource().group(),
                                                request.resource().resource(),
                                                request.subresource()))
                && (policy.requesters().isNobody() || policy.requesters().include(request.user()))
                && isInside(policy.scope(), request);
    }

    private static String verb(AdmissionRequest.Operation operation) {
        return switch (operation) {
            case CREATE -> "create";
            case UPDATE -> "update";
            case DELETE -> "delete";
            case CONNECT -> "connect";
        };
    }

    /** A namespace is where what is in it is. */
    private boolean isInside(ApprovalPolicy.Scope scope, AdmissionRequest request) {
        boolean namespace = request.resource().groupResource().equals(NAMESPACES);
        String home =
                namespace
                        ? request.key().name()
                        : Objects.requireNonNullElse(request.key().namespace(), "");
        if (!scope.namesNamespace(home)) {
            return false;
        }
        if (!scope.tenants().isEmpty() && !scope.tenants().contains(Tenant.prefix(home))) {
            return false;
        }
        if (scope.namespaceSelector().isPresent()) {
            Map<String, String> labels =
                    objects.find(NAMESPACES, ObjectKey.cluster(home))
                            .map(ApiObject::labels)
                            .orElse(Map.of());
            if (home.isEmpty() || !scope.namespaceSelector().get().matches(labels)) {
                return false;
            }
        }
        return scope.objectSelector()
                .map(
                        selector ->
                                carries(selector, request.oldObject())
                                        || carries(selector, request.object()))
                .orElse(true);
    }

    /** Whether it is chosen as it was or as it becomes: no label takes it out by the act itself. */
    private static boolean carries(
            io.pinisi.cluster.machinery.selector.LabelSelector selector,
            @org.jspecify.annotations.Nullable ObjectNode object) {
        return object != null && selector.matches(Metadata.of(object).labels());
    }
}
