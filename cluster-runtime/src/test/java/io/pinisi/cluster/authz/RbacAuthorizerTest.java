package io.pinisi.cluster.authz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class RbacAuthorizerTest {
    private static final UserInfo JOE = UserInfo.of("joe", "staff");

    private final RuleIndex index = new RuleIndex();
    private final RbacAuthorizer authorizer = new RbacAuthorizer(index);

    private static ObjectNode json(String text) {
        return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private void role(String namespace, String name, String rule) {
        String place = namespace.isEmpty() ? "" : "'namespace':'" + namespace + "',";
        index.putRole(
                json("{'metadata':{" + place + "'name':'" + name + "'},'rules':[" + rule + "]}"));
    }

    private void bind(String namespace, String kind, String role, String subject) {
        String place = namespace.isEmpty() ? "" : "'namespace':'" + namespace + "',";
        index.putBinding(
                json(
                        "{'metadata':{"
                                + place
                                + "'name':'b'},'roleRef':{'kind':'"
                                + kind
                                + "','name':'"
                                + role
                                + "'},'subjects':["
                                + subject
                                + "]}"));
    }

    private boolean allowed(UserInfo user, String verb, String resource, String namespace) {
        String[] parts = resource.split("/", 2);
        Attributes attributes =
                new Attributes(
                        user,
                        verb,
                        "",
                        "v1",
                        parts[0],
                        parts.length == 2 ? parts[1] : "",
                        namespace,
                        "web",
                        "");
        return authorizer.authorize(attributes) instanceof Authorizer.Decision.Allowed;
    }

    @Test
    void aRoleBindingAllowsInItsNamespaceOnly() {
        role("shop", "r", "{'verbs':['get'],'apiGroups':[''],'resources':['pods']}");
        bind("shop", "Role", "r", "{'kind':'User','name':'joe'}");
        assertTrue(allowed(JOE, "get", "pods", "shop"));
        assertTrue(!allowed(JOE, "get", "pods", "other"));
        assertTrue(!allowed(JOE, "list", "pods", "shop"));
        assertTrue(!allowed(JOE, "get", "pods/log", "shop"));
        assertTrue(!allowed(UserInfo.of("eve"), "get", "pods", "shop"));
    }

    @Test
    void aClusterRoleBoundToAGroupAllowsEverywhere() {
        role("", "c", "{'verbs':['*'],'apiGroups':['*'],'resources':['*/log']}");
        bind("", "ClusterRole", "c", "{'kind':'Group','name':'staff'}");
        assertTrue(allowed(JOE, "get", "pods/log", "any"));
        assertTrue(!allowed(JOE, "get", "pods", "any"));
    }

    @Test
    void aServiceAccountIsFoundByItsUserName() {
        role("", "c", "{'verbs':['get'],'apiGroups':[''],'resources':['pods']}");
        bind("shop", "ClusterRole", "c", "{'kind':'ServiceAccount','name':'bot'}");
        assertTrue(allowed(UserInfo.of("system:serviceaccount:shop:bot"), "get", "pods", "shop"));
        assertTrue(!allowed(UserInfo.of("system:serviceaccount:x:bot"), "get", "pods", "shop"));
    }

    @Test
    void namesLimitARule() {
        role(
                "",
                "c",
                "{'verbs':['get'],'apiGroups':[''],'resources':['pods'],'resourceNames':['db']}");
        bind("", "ClusterRole", "c", "{'kind':'User','name':'joe'}");
        assertTrue(!allowed(JOE, "get", "pods", "shop"));
    }

    @Test
    void aRemovedBindingAllowsNothing() {
        role("shop", "r", "{'verbs':['get'],'apiGroups':[''],'resources':['pods']}");
        bind("shop", "Role", "r", "{'kind':'User','name':'joe'}");
        index.removeBinding(ObjectKey.of("shop", "b"));
        assertTrue(!allowed(JOE, "get", "pods", "shop"));
    }

    @Test
    void pathsMatchExactlyOrByPrefix() {
        role("", "c", "{'verbs':['get'],'nonResourceURLs':['/apis/*','/version']}");
        bind("", "ClusterRole", "c", "{'kind':'User','name':'joe'}");
        assertTrue(path("/apis/apps"));
        assertTrue(path("/version"));
        assertTrue(!path("/versions"));
    }

    private boolean path(String path) {
        Attributes attributes = new Attributes(JOE, "get", "", "", "", "", "", "", path);
        return authorizer.authorize(attributes) instanceof Authorizer.Decision.Allowed;
    }

    @Test
    void nobodyGivesAwayWhatHeDoesNotHave() {
        role("", "own", "{'verbs':['get','list'],'apiGroups':[''],'resources':['pods']}");
        bind("", "ClusterRole", "own", "{'kind':'User','name':'joe'}");
        EscalationCheck check = new EscalationCheck(authorizer, index);
        String head = "{'metadata':{'namespace':'shop','name':'new'},'rules':[";
        check.check(
                JOE,
                "roles",
                json(head + "{'verbs':['get'],'apiGroups':[''],'resources':['pods']}]}"));
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                check.check(
                                        JOE,
                                        "roles",
                                        json(
                                                head
                                                        + "{'verbs':['get','delete'],'apiGroups':[''],"
                                                        + "'resources':['pods']}]}")));
        assertEquals(
                "roles.rbac.authorization.k8s.io \"new\" is forbidden: user \"joe\""
                        + " (groups=[\"staff\"]) is attempting to grant RBAC permissions not"
                        + " currently held:\n"
                        + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}",
                refusal.getMessage());
    }
}
