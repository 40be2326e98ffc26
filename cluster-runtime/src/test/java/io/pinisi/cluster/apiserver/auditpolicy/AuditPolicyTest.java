package io.pinisi.cluster.apiserver.auditpolicy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.RequestInfo.NonResourceRequest;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuditPolicyTest {
    private static final UserInfo ANN = UserInfo.of("ann", "dev", UserInfo.AUTHENTICATED);

    private static AuditPolicy policy(String rules) {
        String text = "apiVersion: audit.k8s.io/v1\nkind: Policy\n" + rules;
        return AuditPolicy.parse(Yaml.parse(text.getBytes(StandardCharsets.UTF_8)).getFirst());
    }

    private static ResourceRequest pods(String verb, String subresource, String name) {
        return new ResourceRequest(
                verb,
                "/",
                GroupVersionResource.of("v1", "pods"),
                subresource,
                "shop",
                name,
                List.of());
    }

    private static Level level(String rule, ResourceRequest request) {
        return policy("rules:\n- {level: Request, " + rule + "}\n").decide(ANN, request).level();
    }

    @Test
    void theFirstRuleThatMatchesDecidesAndNoneRecordsNothing() {
        AuditPolicy policy =
                policy(
                        """
                        rules:
                        - {level: None, users: [bob]}
                        - {level: Metadata, verbs: [get]}
                        - {level: RequestResponse, verbs: [create]}
                        """);
        assertEquals(Level.METADATA, policy.decide(ANN, pods("get", "", "p")).level());
        assertEquals(Level.REQUEST_RESPONSE, policy.decide(ANN, pods("create", "", "p")).level());
        assertEquals(Level.NONE, policy.decide(ANN, pods("delete", "", "p")).level());
        assertEquals(Level.NONE, policy.decide(UserInfo.of("bob"), pods("get", "", "p")).level());
        assertFalse(policy.decide(ANN, pods("delete", "", "p")).records(Stage.RESPONSE_COMPLETE));
    }

    @Test
    void rulesMatchByEveryPartOfARequest() {
        ResourceRequest log = pods("get", "log", "p");
        ResourceRequest pod = pods("get", "", "p");
        assertEquals(Level.REQUEST, level("userGroups: [dev]", pod));
        assertEquals(Level.NONE, level("userGroups: [ops]", pod));
        assertEquals(Level.REQUEST, level("namespaces: [shop]", pod));
        assertEquals(Level.NONE, level("namespaces: [\"\"]", pod));
        assertEquals(Level.REQUEST, level("resources: [{group: \"\"}]", log));
        assertEquals(Level.NONE, level("resources: [{group: apps}]", log));
        assertEquals(Level.NONE, level("resources: [{resources: [pods]}]", log));
        assertEquals(Level.REQUEST, level("resources: [{resources: [pods/log]}]", log));
        assertEquals(Level.REQUEST, level("resources: [{resources: [\"pods/*\"]}]", log));
        assertEquals(Level.REQUEST, level("resources: [{resources: [\"*/log\"]}]", log));
        assertEquals(Level.NONE, level("resources: [{resources: [\"*/log\"]}]", pod));
        assertEquals(Level.REQUEST, level("resources: [{resources: [\"*\"]}]", log));
        assertEquals(
                Level.REQUEST, level("resources: [{resources: [pods], resourceNames: [p]}]", pod));
        assertEquals(
                Level.NONE, level("resources: [{resources: [pods], resourceNames: [q]}]", pod));
        assertEquals(Level.NONE, level("nonResourceURLs: [\"*\"]", pod));
    }

    @Test
    void pathsMatchWholeOrByTheirBeginning() {
        AuditPolicy policy =
                policy("rules:\n- {level: Metadata, nonResourceURLs: [/version, \"/api*\"]}\n");
        assertEquals(
                Level.METADATA,
                policy.decide(ANN, new NonResourceRequest("get", "/version")).level());
        assertEquals(
                Level.METADATA,
                policy.decide(ANN, new NonResourceRequest("get", "/apis/apps")).level());
        assertEquals(
                Level.NONE, policy.decide(ANN, new NonResourceRequest("get", "/livez")).level());
    }

    @Test
    void stagesAreOmittedByThePolicyAndByTheRule() {
        AuditPolicy.Decision decision =
                policy(
                                """
                                omitStages: [RequestReceived]
                                omitManagedFields: true
                                rules:
                                - {level: Request, omitStages: [ResponseStarted], omitManagedFields: false}
                                """)
                        .decide(ANN, pods("get", "", "p"));
        assertFalse(decision.records(Stage.REQUEST_RECEIVED));
        assertFalse(decision.records(Stage.RESPONSE_STARTED));
        assertTrue(decision.records(Stage.RESPONSE_COMPLETE));
        assertFalse(decision.omitManagedFields());
    }

    @Test
    void whatIsNoPolicyIsRefused() {
        assertRefused("rules: []", "the audit policy has no rules");
        assertRefused("rules: [{level: All}]", "unknown level \"All\" in the audit policy");
        assertRefused(
                "rules: [{level: None, omitStages: [Never]}]",
                "unknown stage \"Never\" in the audit policy");
        assertRefused(
                "rules: [{level: None, namespaces: [a], nonResourceURLs: [/x]}]",
                "rules cannot apply to both regular resources and non-resource URLs");
    }

    private static void assertRefused(String rules, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> policy(rules)).getMessage());
    }
}
