package io.pinisi.portal.cli;

import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.federation.access.EngineAccess;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What operators and auditors may, as bindings that anyone can read and take away. */
final class Operators {
    static final UserInfo ADMINISTRATOR =
            UserInfo.of("pinisi-admin", UserInfo.MASTERS, LocalAccounts.OPERATORS);

    /** Puts in place what a control plane begins with. */
    static final UserInfo INSTALLER = UserInfo.of("system:pinisi:installer", UserInfo.MASTERS);

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final String OPERATORS = "pinisi-operators";
    private static final String AUDITORS = "pinisi-provider-auditors";

    private Operators() {}

    /** Local operators, and the groups of operators and auditors that the providers name. */
    static void bind(ApiServer api, List<ProviderSettings> providers) {
        List<String> auditors = new ArrayList<>();
        providers.forEach(provider -> auditors.addAll(provider.auditorGroups()));
        bind(api, OPERATORS, "cluster-admin", groupsOf(providers));
        bind(api, AUDITORS, EngineAccess.AUDITOR_ROLE, auditors);
    }

    /** The groups whose members run the fleet. */
    static List<String> groupsOf(List<ProviderSettings> providers) {
        List<String> operators = new ArrayList<>(List.of(LocalAccounts.OPERATORS));
        providers.forEach(provider -> operators.addAll(provider.operatorGroups()));
        return operators;
    }

    private static void bind(ApiServer api, String name, String role, List<String> groups) {
        ObjectNode binding = Json.object();
        binding.put("apiVersion", RBAC + "/v1").put("kind", "ClusterRoleBinding");
        binding.putObject("metadata").put("name", name);
        binding.putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", role);
        ArrayNode subjects = binding.putArray("subjects");
        groups.forEach(group -> addGroup(subjects, group));
        ResourcePath bindings =
                ResourcePath.all(GroupVersionResource.of(RBAC + "/v1", "clusterrolebindings"));
        api.client(INSTALLER)
                .apply(bindings.named(name), binding, WriteOptions.by("pinisi").forced());
    }

    private static void addGroup(ArrayNode subjects, String group) {
        subjects.addObject().put("apiGroup", RBAC).put("kind", "Group").put("name", group);
    }
}
