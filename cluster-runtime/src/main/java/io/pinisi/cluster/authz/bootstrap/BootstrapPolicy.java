package io.pinisi.cluster.authz.bootstrap;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the default roles and bindings, and adds to existing ones what is missing. An object
 * whose annotation {@code rbac.authorization.kubernetes.io/autoupdate} is not {@code true} is left
 * alone.
 */
public final class BootstrapPolicy {
    private static final String AUTO_UPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    private static final ResourcePath ROLES =
            ResourcePath.all(GroupVersionResource.of(BootstrapRoles.API_VERSION, "clusterroles"));
    private static final ResourcePath BINDINGS =
            ResourcePath.all(
                    GroupVersionResource.of(BootstrapRoles.API_VERSION, "clusterrolebindings"));

    private final ApiClient client;

    /**
     * @param client of an administrator
     */
    public BootstrapPolicy(ApiClient client) {
        this.client = client;
    }

    public void reconcile() {
        BootstrapRoles roles = BootstrapRoles.load();
        roles.clusterRoles().forEach(role -> reconcile(ROLES, role, "rules"));
        roles.clusterRoleBindings().forEach(binding -> reconcile(BINDINGS, binding, "subjects"));
    }

    private void reconcile(ResourcePath collection, ObjectNode wanted, String list) {
        ResourcePath path = collection.named(wanted.path("metadata").path("name").asString());
        Optional<ObjectNode> found = client.find(path);
        if (found.isEmpty()) {
            client.create(collection, wanted, WriteOptions.PLAIN);
            return;
        }
        ObjectNode live = found.get();
        boolean ours = "true".equals(Json.text(live, "metadata", "annotations", AUTO_UPDATE));
        if (ours && addMissing(live, wanted.path(list), list)) {
            client.update(path, live, WriteOptions.PLAIN);
        }
    }

    private static boolean addMissing(ObjectNode live, JsonNode wanted, String list) {
        List<JsonNode> missing = new java.util.ArrayList<>();
        wanted.forEach(
                entry -> {
                    if (!contains(live.path(list), entry)) {
                        missing.add(entry);
                    }
                });
        ArrayNode entries = live.withArray(list);
        missing.forEach(entries::add);
        return !missing.isEmpty();
    }

    private static boolean contains(JsonNode entries, JsonNode wanted) {
        for (JsonNode entry : entries) {
            if (entry.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
