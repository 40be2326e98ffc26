package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people bring along to a server: kinds in versions, and policies, as kubectl shows them. */
final class CustomRulesIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();
    @TempDir static Path folder;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static Kubectl admin;

    private static final String BOATS =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: boats.sea.example.com}
            spec:
              group: sea.example.com
              scope: Namespaced
              names: {plural: boats, kind: Boat}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, properties: {spec: &spec {type: object,
                  properties: {color: {type: string}, masts: {type: integer,
                    x-kubernetes-validations: [{rule: 'self < 4', messageExpression:
                      '"no room for %d".format([self])'}]}}}}}}
              - name: v2
                served: true
                storage: false
                selectableFields: [{jsonPath: .spec.color}]
                additionalPrinterColumns: [{name: Masts, type: integer, jsonPath: .spec.masts}]
                schema: {openAPIV3Schema: {type: object, properties: {spec: *spec}}}
            """;

    private static final String POLICY =
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: only-for-deployers}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
              matchConditions:
              - {name: may-create, expression: "authorizer.requestResource.check('create').allowed()"}
              validations:
              - expression: >-
                  authorizer.group('apps').resource('deployments').namespace('default')
                  .check('delete').allowed()
                messageExpression: "request.userInfo.username + ' may not delete deployments'"
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: only-for-deployers}
            spec: {policyName: only-for-deployers, validationActions: [Deny]}
            """;

    @BeforeAll
    static void start() throws IOException {
        admin = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
    }

    @Test
    void eachVersionHasItsOwnColumnsAndFields() throws IOException {
        admin.runWith(BOATS, "create", "-f", "-").ok();
        for (String color : new String[] {"red", "blue"}) {
            admin.runWith(boat("v1", color, 2), "create", "-f", "-").ok();
        }
        String shown =
                admin.run("get", "boats.v2.sea.example.com", "--field-selector=spec.color=red")
                        .ok();
        assertEquals("NAME   MASTS\nred    2\n", shown);
        assertTrue(
                admin.run("get", "boats.v1.sea.example.com", "--field-selector=spec.color=red")
                        .failed()
                        .contains("field label not supported: spec.color"));
        assertTrue(
                admin.run("explain", "boats.spec", "--api-version=sea.example.com/v2")
                        .ok()
                        .contains("masts"));
        assertTrue(
                admin.runWith(boat("v2", "green", 7), "create", "-f", "-")
                        .failed()
                        .contains("spec.masts: Invalid value: \"integer\": no room for 7"));
    }

    private static String boat(String version, String color, int masts) {
        return """
        apiVersion: sea.example.com/%s
        kind: Boat
        metadata: {name: %s}
        spec: {color: %s, masts: %d}
        """
                .formatted(version, color, color, masts);
    }

    @Test
    void aPolicyMayAskWhatTheUserMayDo() throws IOException {
        admin.run("create", "role", "writer", "--verb=create", "--resource=configmaps").ok();
        admin.run("create", "rolebinding", "writer", "--role=writer", "--user=ann").ok();
        admin.runWith(POLICY, "create", "-f", "-").ok();
        UserInfo user = UserInfo.of("ann", UserInfo.AUTHENTICATED);
        Kubectl ann = Kubectl.as(user, CLUSTER.server(), folder);
        awaitAnswer(ann, "may not delete deployments", "create", "configmap", "hers");
        admin.run("create", "configmap", "ours").ok();
        admin.run("create", "role", "deployer", "--verb=delete", "--resource=deployments").ok();
        admin.run("create", "rolebinding", "deployer", "--role=deployer", "--user=ann").ok();
        awaitAnswer(ann, "created", "create", "configmap", "hers");
    }

    private static void awaitAnswer(Kubectl kubectl, String expected, String... arguments) {
        Await.until(
                expected,
                PATIENCE,
                () -> {
                    Kubectl.Result result = run(kubectl, arguments);
                    return (result.out() + result.err()).contains(expected);
                },
                () -> run(kubectl, arguments).err());
    }

    private static Kubectl.Result run(Kubectl kubectl, String... arguments) {
        try {
            return kubectl.run(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
