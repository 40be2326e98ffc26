package io.pinisi.portal.cli;

import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The right of operators to everything, as one binding that anyone can read and take away. */
final class Operators {
    static final UserInfo ADMINISTRATOR =
            UserInfo.of("pinisi-admin", UserInfo.MASTERS, LocalAccounts.OPERATORS);

    /** Puts in place what a control plane begins with. */
    static final UserInfo INSTALLER = UserInfo.of("system:pinisi:installer", UserInfo.MASTERS);

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String NAME = "pinisi-operators";

    private Operators() {}

    /** Local operators, and the groups of operators that the providers name. */
    static void bind(ApiServer api, List<ProviderSettings> providers) {
        ObjectNode binding = Json.object();
        binding.put("apiVersion", RBAC + "/v1").put("kind", "ClusterRoleBinding");
        binding.putObject("metadata").put("name", NAME);
        binding.putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", "cluster-admin");
        ArrayNode subjects = binding.putArray("subjects");
        addGroup(subjects, LocalAccounts.OPERATORS);
        for (ProviderSettings provider : providers) {
            provider.operatorGroups().forEach(group -> addGroup(subjects, group));
        }
        ResourcePath bindings =
                ResourcePath.all(GroupVersionResource.of(RBAC + "/v1", "clusterrolebindings"));
        api.client(INSTALLER)
                .apply(bindings.named(NAME), binding, WriteOptions.by("pinisi").forced());
    }

    private static void addGroup(ArrayNode subjects, String group) {
        subjects.addObject().put("apiGroup", RBAC).put("kind", "Group").put("name", group);
    }
}
