package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
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
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.agent.Agent;
import io.pinisi.federation.agent.AgentOptions;
import io.pinisi.federation.login.PluginRules;
import io.pinisi.federation.membership.KubeconfigReader;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.testing.Archipelago;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private PluginRules plugins;

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
                echo "$1" >> %1$s/runs
                cat "$1"
                """
                        .formatted(folder));
        sea = new Archipelago(List.of()).stranger("timor").stranger("rote").stranger("sumba");
        EngineAccess.prepareMember(sea.member("rote").admin());
        EngineAccess.prepareMember(sea.member("sumba").admin());
        plugins = new PluginRules(Map.of("cloud-token", program), Set.of());
        sea.hubCluster().startControllers(); // they sign the agent's certificate
        sea.running(plugins).federate();
    }

    @AfterAll
    void close() {
        sea.close();
    }

    @Test
    void theClusterIsReachedWithTheTokenThatTheProgramFetches() throws IOException {
        Files.writeString(
                folder.resolve("credential"),
                """
                {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                 "status": {"token": "%s"}}
                """
                        .formatted(token()));
        sea.federation()
                .members()
                .join(
                        sea.hub(),
                        Members.Join.of("timor", kubeconfig("timor", "cloud-token", "credential")));
        awaitReady("timor");
        assertEquals(200, throughTheDoor("timor").status());
        long runs = runs("credential");
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
                                                Members.Join.of(
                                                        "savu",
                                                        kubeconfig("timor", "touch", "x"))));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("allows only cloud-token"),
                refusal::getMessage);
        assertTrue(sea.hub().find(cluster("savu")).isEmpty(), "nothing is half joined");
    }

    @Test
    void aClientCertificateIsUsedUntilAnotherIsFetched() throws IOException {
        certificate("rote");
        sea.federation()
                .members()
                .join(
                        sea.hub(),
                        Members.Join.of("rote", kubeconfig("rote", "cloud-token", "rote")));
        awaitReady("rote");
        long runs = runs("rote");
        certificate("rote");
        Await.until(
                "the program is asked again before the certificate ends",
                SOON,
                () -> runs("rote") > runs && throughTheDoor("rote").status() == 200,
                () -> runs("rote"));
        awaitReady("rote");
    }

    @Test
    void anAgentHasItsCredentialFetchedAsWell(@TempDir Path home) throws IOException {
        certificate("sumba");
        Members members = sea.federation().members();
        members.expect(sea.hub(), new Members.Join("sumba", "", Map.of(), "", "", List.of()));
        BootstrapToken token =
                members.invite(
                        sea.hub(),
                        "sumba",
                        Instant.now().plus(Duration.ofHours(1)),
                        new SecureRandom());
        String text = kubeconfig("sumba", "cloud-token", "sumba");
        AgentOptions options =
                AgentOptions.of(
                                URI.create("https://" + sea.hubCluster().hostPort()),
                                "sumba",
                                Optional.of(token),
                                () -> KubeconfigReader.read(text),
                                home)
                        .running(plugins);
        try (Agent agent = Agent.start(options)) {
            awaitReady("sumba");
            assertTrue(agent.isConnected());
            assertTrue(runs("sumba") > 0);
        }
    }

    private void awaitReady(String name) {
        Await.until(
                name + " is ready",
                SOON,
                () -> Conditions.isTrue(sea.hub().get(cluster(name)).path("status"), "Ready"),
                () -> sea.hub().get(cluster(name)));
    }

    private long runs(String name) {
        try {
            return Files.readAllLines(folder.resolve("runs")).stream()
                    .filter(line -> line.endsWith("/" + name))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fresh for a few seconds: what ends within a minute is fetched anew. */
    private void certificate(String name) throws IOException {
        Credential credential =
                sea.member(name).server().pki().clientCredential(EngineAccess.ENGINE);
        ObjectNode answer = Json.object();
        answer.put("apiVersion", "client.authentication.k8s.io/v1").put("kind", "ExecCredential");
        answer.putObject("status")
                .put("clientCertificateData", Pem.of(credential.certificate()))
                .put("clientKeyData", Pem.of(credential.key()))
                .put("expirationTimestamp", Instant.now().plusSeconds(65).toString());
        Files.write(folder.resolve(name), Json.bytes(answer));
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

    private String kubeconfig(String name, String program, String answer) {
        ObjectNode kubeconfig =
                Yaml.parse(sea.member(name).server().kubeconfig(name, UserInfo.of("nobody")))
                        .getFirst();
        ObjectNode exec = Json.object().put("apiVersion", "client.authentication.k8s.io/v1");
        exec.put("command", program).putArray("args").add(folder.resolve(answer).toString());
        ObjectNode user = (ObjectNode) kubeconfig.path("users").get(0);
        user.putObject("user").set("exec", exec);
        return Yaml.print(kubeconfig);
    }

    private Transport.Response throughTheDoor(String name) {
        ApiServer server = sea.hubCluster().server();
        UserInfo admin = UserInfo.of("admin", UserInfo.MASTERS);
        try (HttpTransport hub =
                new HttpTransport(server.url(), server.pki().clientCredential(admin), "test")) {
            return hub.send(
                    new Transport.Request(
                            "GET", "/clusters/" + name + "/proxy/version", Map.of(), new byte[0]));
        }
    }
}
