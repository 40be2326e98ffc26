package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Flow schemas and priority levels as a client meets them. */
final class FairnessIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ResourcePath SCHEMAS = collection("flowschemas");
    private static final ResourcePath LEVELS = collection("prioritylevelconfigurations");
    private static final UserInfo ANN = UserInfo.of("ann");

    @TempDir Path folder;

    private final ApiClient admin = CLUSTER.admin();

    private static ResourcePath collection(String resource) {
        return ResourcePath.all(
                GroupVersionResource.of("flowcontrol.apiserver.k8s.io/v1", resource));
    }

    private static ObjectNode schema(String name, String level, String user) {
        return Yaml.parse(
                        """
                        apiVersion: flowcontrol.apiserver.k8s.io/v1
                        kind: FlowSchema
                        metadata: {name: %s}
                        spec:
                          matchingPrecedence: 50
                          priorityLevelConfiguration: {name: %s}
                          rules:
                          - subjects: [{kind: User, user: {name: %s}}]
                            nonResourceRules: [{verbs: ['*'], nonResourceURLs: ['*']}]
                        """
                                .formatted(name, level, user))
                .getFirst();
    }

    private static Transport.Response version(UserInfo user) {
        ApiServer server = CLUSTER.server();
        try (HttpTransport transport =
                        new HttpTransport(
                                server.url(), server.pki().clientCredential(user), "test/1");
                Transport.Response response =
                        transport.send(
                                new Transport.Request("GET", "/version", Map.of(), new byte[0]))) {
            return response;
        }
    }

    private static String header(Transport.Response response, String name) {
        return response.headers().getOrDefault(name, List.of("")).getFirst();
    }

    private String uid(ResourcePath path) {
        return Metadata.of(admin.get(path)).uid();
    }

    @Test
    void everyAnswerNamesItsSchemaAndLevel() {
        Transport.Response response = version(ANN);
        assertEquals(200, response.status());
        assertEquals(
                uid(SCHEMAS.named("global-default")),
                header(response, "x-kubernetes-pf-flowschema-uid"));
        assertEquals(
                uid(LEVELS.named("global-default")),
                header(response, "x-kubernetes-pf-prioritylevel-uid"));
    }

    @Test
    void figuresHaveTheNamesOfTheOriginal() {
        assertEquals(200, version(ANN).status());
        String figures;
        try (Transport.Response response = admin.raw("GET", "/metrics")) {
            assertTrue(response.body() instanceof Transport.Body.Whole);
            figures =
                    new String(
                            ((Transport.Body.Whole) response.body()).bytes(),
                            StandardCharsets.UTF_8);
        }
        String flow = "{flow_schema=\"global-default\",priority_level=\"global-default\"";
        for (String figure :
                new String[] {
                    "nominal_limit_seats{priority_level=\"global-default\"} 49\n",
                    "lower_limit_seats{priority_level=\"global-default\"} 24\n",
                    "upper_limit_seats{priority_level=\"global-default\"} 600\n",
                    "current_limit_seats{priority_level=\"global-default\"} ",
                    "dispatched_requests_total" + flow + "} ",
                    "request_wait_duration_seconds_count" + flow + ",execute=\"true\"} ",
                    "request_execution_seconds_count" + flow + ",type=\"regular\"} "
                }) {
            assertTrue(figures.contains("\napiserver_flowcontrol_" + figure), figure);
        }
    }

    @Test
    void aNewSchemaTakesItsRequestsToItsLevel() {
        admin.create(SCHEMAS, schema("for-bob", "workload-low", "bob"), WriteOptions.PLAIN);
        UserInfo bob = UserInfo.of("bob");
        String expected = uid(SCHEMAS.named("for-bob"));
        Await.until(
                "the schema is followed",
                LIMIT,
                () -> header(version(bob), "x-kubernetes-pf-flowschema-uid").equals(expected),
                () -> version(bob).headers());
        assertEquals(
                uid(LEVELS.named("workload-low")),
                header(version(bob), "x-kubernetes-pf-prioritylevel-uid"));
        assertEquals(200, version(ANN).status());
    }

    @Test
    void aLevelWithoutSeatsSendsItsOwnCallersAwayAndNobodyElse() {
        ObjectNode level =
                Yaml.parse(
                                """
                                apiVersion: flowcontrol.apiserver.k8s.io/v1
                                kind: PriorityLevelConfiguration
                                metadata: {name: closed}
                                spec:
                                  type: Limited
                                  limited:
                                    nominalConcurrencyShares: 0
                                    limitResponse: {type: Reject}
                                """)
                        .getFirst();
        admin.create(LEVELS, level, WriteOptions.PLAIN);
        admin.create(SCHEMAS, schema("for-eve", "closed", "eve"), WriteOptions.PLAIN);
        UserInfo eve = UserInfo.of("eve");
        Await.until(
                "eve is sent away",
                LIMIT,
                () -> version(eve).status() == 429,
                () -> version(eve).status());
        Transport.Response refused = version(eve);
        assertEquals("1", header(refused, "retry-after"));
        assertTrue(
                refused.body() instanceof Transport.Body.Whole whole
                        && Json.parse(whole.bytes())
                                .path("reason")
                                .asString("")
                                .equals("TooManyRequests"),
                refused::toString);
        assertEquals(200, version(ANN).status());
        admin.delete(SCHEMAS.named("for-eve"), null);
        Await.until(
                "eve is let in again",
                LIMIT,
                () -> version(eve).status() == 200,
                () -> version(eve).status());
    }

    @Test
    void whatEveryServerBeginsWithIsPutBackAndSaysWhetherItDangles() throws IOException {
        admin.delete(SCHEMAS.named("service-accounts"), null);
        admin.create(SCHEMAS, schema("astray", "nowhere", "zoe"), WriteOptions.PLAIN);
        Kubectl kubectl = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
        String row = "(?m)^%s +%s +%s +%s +\\S+ +%s *$";
        String kept = row.formatted("service-accounts", "workload-low", "9000", "ByUser", "False");
        String astray = row.formatted("astray", "nowhere", "50", "<none>", "True");
        Await.until(
                "the table shows both",
                LIMIT,
                () -> matches(kept, table(kubectl)) && matches(astray, table(kubectl)),
                () -> table(kubectl));
        String levels = kubectl.run("get", "prioritylevelconfigurations").ok();
        assertTrue(
                levels.matches("(?s).*\nworkload-high +Limited +40 +128 +6 +50 +\\S+\n.*"), levels);
    }

    private static String table(Kubectl kubectl) {
        try {
            return kubectl.run("get", "flowschemas").ok();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean matches(String pattern, String text) {
        return java.util.regex.Pattern.compile(pattern).matcher(text).find();
    }
}
