package io.pinisi.cluster.authz.bootstrap;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.storage.Concurrently;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        reconcile(ROLES, roles.clusterRoles(), "rules");
        reconcile(BINDINGS, roles.clusterRoleBindings(), "subjects");
    }

    private void reconcile(ResourcePath collection, List<ObjectNode> wanted, String list) {
        Map<String, ObjectNode> present = new HashMap<>();
        client.list(collection, ListOptions.ALL)
                .items()
                .forEach(live -> present.put(Metadata.of(live).name(), live));
        List<Runnable> writes = new ArrayList<>();
        for (ObjectNode one : wanted) {
            String name = Metadata.of(one).name();
            ObjectNode live = present.get(name);
            if (live == null) {
                writes.add(() -> client.create(collection, one, WriteOptions.PLAIN));
            } else if (isOurs(live) && addMissing(live, one.path(list), list)) {
                writes.add(() -> client.update(collection.named(name), live, WriteOptions.PLAIN));
            }
        }
        Concurrently.run(writes);
    }

    private static boolean isOurs(ObjectNode live) {
        return "true".equals(Json.text(live, "metadata", "annotations", AUTO_UPDATE));
    }

    private static boolean addMissing(ObjectNode live, JsonNode wanted, String list) {
        List<JsonNode> missing = new ArrayList<>();
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
