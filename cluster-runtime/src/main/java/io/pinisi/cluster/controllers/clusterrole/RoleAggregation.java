package io.pinisi.cluster.controllers.clusterrole;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any change of a role may flow into any role that sums up others, so all of those are looked at.
 */
public final class RoleAggregation implements ClusterController {
    private static final String ACCOUNT = "clusterrole-aggregation-controller";
    private static final GroupVersionResource ROLES =
            GroupVersionResource.of("rbac.authorization.k8s.io/v1", "clusterroles");

    private final ApiClient client;
    private final Lister roles;
    private final Controller<String> controller;

    public RoleAggregation(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer informer = environment.informers().of(ROLES);
        this.roles = informer.lister();
        informer.addHandler(change -> wakeAll());
    }

    private void wakeAll() {
        for (ObjectNode role : roles.list()) {
            if (isSum(role)) {
                controller.queue().add(Metadata.of(role).name());
            }
        }
    }

    private static boolean isSum(ObjectNode role) {
        return role.path("aggregationRule").isObject();
    }

    @Override
    public void start() {
        controller.start();
        wakeAll();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(String name) {
        ObjectNode role = roles.find(ObjectKey.cluster(name)).orElse(null);
        if (role == null || !isSum(role)) {
            return Outcome.SETTLED;
        }
        ArrayNode wanted = sum(role, roles.list());
        if (!wanted.equals(role.path("rules"))) {
            ObjectNode next = role.deepCopy();
            next.set("rules", wanted);
            try {
                client.update(ResourcePath.all(ROLES).named(name), next, WriteOptions.PLAIN);
            } catch (ApiException e) {
                if (!e.is(Reason.NOT_FOUND)) {
                    throw e;
                }
            }
        }
        return Outcome.SETTLED;
    }

    /** The rules of all roles that the selectors choose, by name, each once. */
    static ArrayNode sum(ObjectNode role, Collection<ObjectNode> roles) {
        List<LabelSelector> selectors =
                role.path("aggregationRule")
                        .path("clusterRoleSelectors")
                        .valueStream()
                        .map(LabelSelector::of)
                        .toList();
        String name = Metadata.of(role).name();
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (LabelSelector selector : selectors) {
            roles.stream()
                    .filter(other -> !Metadata.of(other).name().equals(name))
                    .filter(other -> selector.matches(Metadata.of(other).labels()))
                    .sorted(Comparator.comparing(other -> Metadata.of(other).name()))
                    .forEach(other -> other.path("rules").forEach(rules::add));
        }
        ArrayNode sum = role.arrayNode();
        rules.forEach(sum::add);
        return sum;
    }
}
