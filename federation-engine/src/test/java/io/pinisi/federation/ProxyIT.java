package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Archipelago;
import io.pinisi.federation.testing.TestProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.node.ObjectNode;

/** A member whose name means nothing here: only proxies know the way to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ProxyIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");
    private static final ResourcePath TIMOR = cluster("timor");

    private Archipelago sea;
    private TestProxy plain;
    private TestProxy secured;
    private TestProxy socks;

    @BeforeAll
    void federate() throws InterruptedException {
        sea = new Archipelago(List.of()).stranger("timor");
        EngineAccess.prepareMember(sea.member("timor").admin());
        int port = Integer.parseInt(sea.member("timor").hostPort().split(":")[1]);
        plain = TestProxy.http(port, null);
        secured =
                TestProxy.http(
                        port,
                        sea.member("timor")
                                .server()
                                .pki()
                                .serverCredential("proxy", List.of(), Set.of("127.0.0.1"))
                                .tls());
        socks = TestProxy.socks(port);
        for (TestProxy proxy : List.of(plain, secured, socks)) {
            sea.allowing(proxy.hostPort());
        }
        sea.federate();
        create("kubeconfig", kubeconfig(), "timor");
    }

    @AfterAll
    void close() {
        sea.close();
        plain.close();
        secured.close();
        socks.close();
    }

    private String kubeconfig() {
        ObjectNode kubeconfig =
                Yaml.parse(sea.member("timor").server().kubeconfig("timor", EngineAccess.ENGINE))
                        .getFirst();
        ObjectNode where = (ObjectNode) kubeconfig.path("clusters").get(0).path("cluster");
        where.put("server", "https://timor.invalid:6443").put("tls-server-name", "127.0.0.1");
        return Yaml.print(kubeconfig);
    }

    private void create(String key, String value, String secret) {
        String data = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        sea.hub()
                .create(
                        ResourcePath.all(SECRETS).in("pinisi-system"),
                        yaml(
                                "{apiVersion: v1, kind: Secret, metadata: {namespace:"
                                        + " pinisi-system,"
                                        + " name: %s}, data: {%s: %s}}"
                                                .formatted(secret, key, data)),
                        WriteOptions.PLAIN);
    }

    private void createTimor(String spec) {
        sea.hub()
                .create(
                        ResourcePath.all(FederationKinds.CLUSTERS),
                        yaml(
                                """
                                apiVersion: cluster.karmada.io/v1alpha1
                                kind: Cluster
                                metadata: {name: timor}
                                spec:
                                  syncMode: Push
                                  secretRef: {namespace: pinisi-system, name: timor}
                                """
                                        + spec.indent(2)),
                        WriteOptions.PLAIN);
    }

    private void awaitReady(String status, String words) {
        Await.until(
                "timor's Ready is " + status + ", and says " + words,
                SOON,
                () ->
                        Conditions.find(sea.hub().get(TIMOR).path("status"), "Ready")
                                .filter(c -> c.path("status").asString("").equals(status))
                                .filter(c -> c.path("message").asString("").contains(words))
                                .isPresent(),
                () -> sea.hub().get(TIMOR));
    }

    private void awaitAsked(TestProxy proxy) {
        Await.until("the proxy is asked", SOON, () -> !proxy.asked().isEmpty(), proxy::asked);
    }

    @Test
    @Order(1)
    void whatNoProxyCanBeIsRefusedByName() {
        String refusal =
                String.valueOf(
                        assertThrows(
                                        ApiException.class,
                                        () ->
                                                createTimor(
                                                        """
                                                        proxyURL: ftp://crew:secret@proxy:1
                                                        proxyHeader: {Host: evil, "a b": c}
                                                        """))
                                .getMessage());
        assertTrue(refusal.contains("spec.proxyURL"), refusal);
        assertTrue(refusal.contains("spec.proxyHeader[Host]"), refusal);
        assertTrue(refusal.contains("spec.proxyHeader[a b]"), refusal);
        assertTrue(!refusal.contains("secret@"), refusal);
    }

    @Test
    @Order(2)
    void anAddressThatTheHubMayNotDialIsNoProxyEither() {
        createTimor("proxyURL: http://127.0.0.1:9");
        awaitReady("False", "spec.proxyURL");
    }

    @Test
    @Order(3)
    void aProxyThatRefusesSaysSo() {
        merge(sea.hub(), TIMOR, "spec: {proxyURL: 'http://%s'}".formatted(plain.hostPort()));
        awaitReady("False", "it answers with 407");
    }

    @Test
    @Order(4)
    void aMemberIsReachedByHttpAndItsHeaders() {
        merge(
                sea.hub(),
                TIMOR,
                "spec: {proxyURL: 'http://crew:secret@%s', proxyHeader: {X-Harbour: 'open,wide'}}"
                        .formatted(plain.hostPort()));
        awaitReady("True", "");
        String asked = plain.asked().getFirst();
        assertTrue(asked.startsWith("CONNECT timor.invalid:6443 HTTP/1.1\r\n"), asked);
        assertTrue(asked.contains("X-Harbour: wide\r\n"), asked);
        assertTrue(asked.contains("Proxy-Authorization: Basic Y3JldzpzZWNyZXQ=\r\n"), asked);
        assertEquals(200, throughTheDoor().status());
    }

    @Test
    @Order(5)
    void theSameOverTls() {
        merge(sea.hub(), TIMOR, "spec: {proxyURL: 'https://%s'}".formatted(secured.hostPort()));
        awaitAsked(secured);
        awaitReady("True", "");
    }

    @Test
    @Order(6)
    void theSameBySocks() {
        merge(
                sea.hub(),
                TIMOR,
                "spec: {proxyURL: 'socks5://crew:s%%20e+cret@%s', proxyHeader: null}"
                        .formatted(socks.hostPort()));
        awaitAsked(socks);
        awaitReady("True", "");
        assertEquals("3 timor.invalid:6443", socks.asked().getFirst());
        assertEquals(200, throughTheDoor().status());
    }

    @Test
    @Order(7)
    void peoplesRequestsAreMadeByTheImpersonatorsToken() {
        ApiClient timor = sea.member("timor").admin();
        timor.create(
                ResourcePath.all(GroupVersionResource.of("v1", "serviceaccounts")).in("default"),
                yaml("{apiVersion: v1, kind: ServiceAccount, metadata: {name: impersonator}}"),
                WriteOptions.PLAIN);
        ObjectNode token =
                timor.create(
                        ResourcePath.all(GroupVersionResource.of("v1", "serviceaccounts"))
                                .in("default")
                                .named("impersonator")
                                .sub("token"),
                        yaml(
                                "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec:"
                                        + " {}}"),
                        WriteOptions.PLAIN);
        create("token", token.at("/status/token").asString(), "impersonator");
        merge(
                sea.hub(),
                TIMOR,
                "spec: {impersonatorSecretRef: {namespace: pinisi-system, name: impersonator}}");
        Await.until(
                "the door is kept by the impersonator, who may not impersonate yet",
                SOON,
                () -> throughTheDoor().status() == 403,
                () -> sea.hub().get(TIMOR));
        awaitReady("True", "");
        mayImpersonate(timor);
        Await.until(
                "the person is let in",
                SOON,
                () -> throughTheDoor().status() == 200,
                () -> sea.hub().get(TIMOR));
    }

    private static void mayImpersonate(ApiClient timor) {
        String rbac = "rbac.authorization.k8s.io";
        timor.create(
                ResourcePath.all(GroupVersionResource.of(rbac + "/v1", "clusterroles")),
                yaml(
                        """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRole
                        metadata: {name: impersonator}
                        rules: [{apiGroups: ["", authentication.k8s.io], resources: ["*"], verbs: [impersonate]}]
                        """),
                WriteOptions.PLAIN);
        timor.create(
                ResourcePath.all(GroupVersionResource.of(rbac + "/v1", "clusterrolebindings")),
                yaml(
                        """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRoleBinding
                        metadata: {name: impersonator}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: impersonator}
                        subjects: [{kind: ServiceAccount, name: impersonator, namespace: default}]
                        """),
                WriteOptions.PLAIN);
    }

    private Transport.Response throughTheDoor() {
        ApiServer server = sea.hubCluster().server();
        UserInfo admin = UserInfo.of("admin", UserInfo.MASTERS);
        try (HttpTransport hub =
                new HttpTransport(server.url(), server.pki().clientCredential(admin), "test")) {
            return hub.send(
                    new Transport.Request(
                            "GET", "/clusters/timor/proxy/version", Map.of(), new byte[0]));
        }
    }
}
