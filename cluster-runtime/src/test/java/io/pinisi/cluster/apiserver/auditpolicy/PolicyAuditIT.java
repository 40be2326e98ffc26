package io.pinisi.cluster.apiserver.auditpolicy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.app.PolicyAuditOptions;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Watch;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The log of a real server under a policy. */
final class PolicyAuditIT {
    private static final String POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitManagedFields: true
            rules:
            - {level: None, userGroups: ["system:nobody"]}
            - {level: Metadata, resources: [{resources: [secrets]}], omitStages: [RequestReceived]}
            - {level: RequestResponse, namespaces: [default], resources: [{resources: [configmaps]}]}
            """;

    @TempDir static Path folder;

    @RegisterExtension
    static final ClusterExtension CLUSTER = ClusterExtension.cluster().with(PolicyAuditIT::audited);

    private static ApiServerOptions audited(ApiServerOptions options) {
        ObjectNode policy = Yaml.parse(POLICY.getBytes(StandardCharsets.UTF_8)).getFirst();
        return options.withAuditPolicy(
                new PolicyAuditOptions(
                        AuditPolicy.parse(policy),
                        folder.resolve("audit.log"),
                        RotatingFile.Limits.of(0, 0, 0)));
    }

    private static List<ObjectNode> events(String user) {
        Path log = folder.resolve("audit.log");
        if (!Files.exists(log)) {
            return List.of();
        }
        try {
            return Files.readAllLines(log).stream()
                    .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8)))
                    .filter(event -> event.path("user").path("username").asString().equals(user))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiClient client(String user) {
        return CLUSTER.client(UserInfo.of(user, UserInfo.MASTERS));
    }

    private static ResourcePath path(String resource) {
        return ResourcePath.all(GroupVersionResource.of("v1", resource)).in("default");
    }

    private static ObjectNode object(String kind, String name) {
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata").put("name", name);
        object.putObject("data").put("a", "YQ==");
        return object;
    }

    @Test
    void aWriteIsRecordedWithWhatWasSentAndAnswered() {
        client("ann").create(path("configmaps"), object("ConfigMap", "m"), WriteOptions.PLAIN);
        List<ObjectNode> events = events("ann");
        assertEquals(2, events.size());
        assertEquals("RequestReceived", events.getFirst().path("stage").asString());
        assertFalse(events.getFirst().has("responseStatus"));
        ObjectNode event = events.getLast();
        assertEquals("ResponseComplete", event.path("stage").asString());
        assertEquals("audit.k8s.io/v1", event.path("apiVersion").asString());
        assertEquals("RequestResponse", event.path("level").asString());
        assertEquals("create", event.path("verb").asString());
        assertEquals(201, event.path("responseStatus").path("code").asInt());
        JsonNode reference = event.path("objectRef");
        assertEquals("m", reference.path("name").asString());
        assertEquals("default", reference.path("namespace").asString());
        assertEquals("configmaps", reference.path("resource").asString());
        assertEquals("YQ==", event.path("requestObject").path("data").path("a").asString());
        JsonNode answered = event.path("responseObject").path("metadata");
        assertTrue(answered.has("uid"));
        assertFalse(answered.has("managedFields"));
        assertEquals(
                "allow",
                event.path("annotations").path("authorization.k8s.io/decision").asString());
        assertTrue(
                event.path("requestReceivedTimestamp")
                        .asString()
                        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z"));
    }

    @Test
    void aSecretsContentStaysOutWhereThePolicySaysMetadata() {
        client("bob").create(path("secrets"), object("Secret", "s"), WriteOptions.PLAIN);
        List<ObjectNode> events = events("bob");
        assertEquals(1, events.size());
        ObjectNode event = events.getFirst();
        assertEquals("s", event.path("objectRef").path("name").asString());
        assertFalse(event.has("requestObject") || event.has("responseObject"));
        assertFalse(event.toString().contains("YQ=="));
    }

    @Test
    void aRefusalIsRecordedWithItsReason() {
        ApiClient nobody = CLUSTER.client(UserInfo.of("cid"));
        assertThrows(ApiException.class, () -> nobody.get(path("configmaps").named("m")));
        ObjectNode event = events("cid").getLast();
        JsonNode status = event.path("responseStatus");
        assertEquals("Failure", status.path("status").asString());
        assertEquals("Forbidden", status.path("reason").asString());
        assertEquals(403, status.path("code").asInt());
        assertEquals(
                "forbid",
                event.path("annotations").path("authorization.k8s.io/decision").asString());
    }

    @Test
    void whatNoRuleNamesIsNotRecorded() {
        client("dan").list(path("pods"), ListOptions.ALL);
        client("dan").list(path("configmaps").in("kube-system"), ListOptions.ALL);
        assertEquals(List.of(), events("dan"));
    }

    @Test
    void aWatchIsRecordedWhenItBeginsAndWhenItEnds() throws Exception {
        try (Watch _ = client("eve").watch(path("configmaps"), ListOptions.ALL)) {
            assertEquals("ResponseStarted", events("eve").getLast().path("stage").asString());
        }
        Await.until(
                "the end of the watch is recorded",
                Duration.ofSeconds(60),
                () -> events("eve").getLast().path("stage").asString().equals("ResponseComplete"),
                () -> events("eve"));
    }
}
