package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.cluster;
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
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.login.PluginRules;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.testing.Archipelago;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A cluster whose kubeconfig has a program fetch the token, as those of clouds do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FetchedCredentialIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Path folder;
    private Archipelago sea;

    @BeforeAll
    void federate(@TempDir Path given) throws IOException, InterruptedException {
        folder = given;
        Path program =
                Files.createFile(
                        folder.resolve("cloud-token"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                program,
                """
                #!/bin/sh
                echo run >> %1$s/runs
                cat %1$s/credential
                """
                        .formatted(folder));
        sea = new Archipelago(List.of()).stranger("timor");
        sea.running(new PluginRules(Map.of("cloud-token", program), Set.of())).federate();
    }

    @AfterAll
    void close() {
        sea.close();
    }

    @Test
    void theClusterIsReachedWithTheTokenThatTheProgramFetches()
            throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("credential"),
                """
                {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                 "status": {"token": "%s"}}
                """
                        .formatted(token()));
        sea.federation()
                .members()
                .join(sea.hub(), Members.Join.of("timor", kubeconfig("cloud-token")));
        Await.until(
                "timor is ready",
                SOON,
                () -> Conditions.isTrue(sea.hub().get(cluster("timor")).path("status"), "Ready"),
                () -> sea.hub().get(cluster("timor")));
        assertEquals(200, throughTheDoor().status());
        long runs = Files.readAllLines(folder.resolve("runs")).size();
        assertTrue(runs <= 2, "once to join, once to connect, and not for each request: " + runs);
    }

    @Test
    void aProgramThatTheOperatorDoesNotAllowIsNeverRun() {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                sea.federation()
                                        .members()
                                        .join(
                                                sea.hub(),
                                                Members.Join.of("sumba", kubeconfig("touch"))));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("allows only cloud-token"),
                refusal::getMessage);
        assertTrue(sea.hub().find(cluster("sumba")).isEmpty(), "nothing is half joined");
    }

    /** Of an account of the cluster that may do everything. */
    private String token() {
        ApiClient timor = sea.member("timor").admin();
        timor.create(
                ResourcePath.all(GroupVersionResource.of("v1", "serviceaccounts")).in("default"),
                yaml("{apiVersion: v1, kind: ServiceAccount, metadata: {name: hub}}"),
                WriteOptions.PLAIN);
        String rbac = "rbac.authorization.k8s.io";
        timor.create(
                ResourcePath.all(GroupVersionResource.of(rbac + "/v1", "clusterrolebindings")),
                yaml(
                        """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRoleBinding
                        metadata: {name: hub}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                        subjects: [{kind: ServiceAccount, name: hub, namespace: default}]
                        """),
                WriteOptions.PLAIN);
        ObjectNode request =
                timor.create(
                        ResourcePath.all(GroupVersionResource.of("v1", "serviceaccounts"))
                                .in("default")
                                .named("hub")
                                .sub("token"),
                        yaml(
                                "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec:"
                                        + " {}}"),
                        WriteOptions.PLAIN);
        return request.at("/status/token").asString();
    }

    private String kubeconfig(String program) {
        ObjectNode kubeconfig =
                Yaml.parse(sea.member("timor").server().kubeconfig("timor", UserInfo.of("nobody")))
                        .getFirst();
        ObjectNode exec = Json.object().put("apiVersion", "client.authentication.k8s.io/v1");
        exec.put("command", program).putArray("args").add(folder.resolve("touched").toString());
        ObjectNode user = (ObjectNode) kubeconfig.path("users").get(0);
        user.putObject("user").set("exec", exec);
        return Yaml.print(kubeconfig);
    }

    private Transport.Response throughTheDoor() throws InterruptedException {
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
