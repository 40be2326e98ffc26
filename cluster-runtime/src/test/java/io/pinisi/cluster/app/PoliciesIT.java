package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Quotas, protected claims, certificates and summed roles, as people meet them with kubectl. */
final class PoliciesIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();
    @TempDir static Path folder;
    private static Kubectl admin;
    private static ControllersAssembly controllers;

    @BeforeAll
    static void start() throws IOException {
        admin = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
        ApiServer server = CLUSTER.server();
        controllers =
                ControllersAssembly.start(
                        ControllersOptions.of(
                                        server::client,
                                        Pem.of(server.pki().authorityCertificate()),
                                        Profile.CLUSTER)
                                .signedBy(server.pki()::sign));
    }

    @AfterAll
    static void stop() {
        controllers.close();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static String output(String... arguments) {
        try {
            return admin.run(arguments).out();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitOutput(String expected, String... arguments) {
        Await.until(
                expected,
                PATIENCE,
                () -> output(arguments).contains(expected),
                () -> output(arguments));
    }

    @Test
    void aQuotaCountsAndIsGivenBack() throws IOException {
        admin.run("create", "namespace", "quota").ok();
        admin.run("-n", "quota", "create", "quota", "q", "--hard=count/secrets=1").ok();
        awaitOutput("count/secrets: 0/1", "-n", "quota", "get", "quota", "q");
        admin.run("-n", "quota", "create", "secret", "generic", "a").ok();
        String refusal = admin.run("-n", "quota", "create", "secret", "generic", "b").failed();
        assertTrue(
                refusal.contains(
                        "secrets \"b\" is forbidden: exceeded quota: q, requested:"
                                + " count/secrets=1, used: count/secrets=1, limited:"
                                + " count/secrets=1"),
                refusal);
        admin.run("-n", "quota", "delete", "secret", "a").ok();
        awaitOutput("count/secrets: 0/1", "-n", "quota", "get", "quota", "q");
        admin.run("-n", "quota", "create", "secret", "generic", "b").ok();
    }

    private static final String MISTAKEN =
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: mistaken}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments, replicasets/scale]}
                - {apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE], resources: ["*"]}
              variables:
              - {name: spec, expression: object.spec}
              validations:
              - {expression: object.replicas > 1}
              - {expression: variables.spec.replicas > 1, messageExpression: "variables.spec.size"}
            """;

    @Test
    void aPolicyIsToldWhatDoesNotFitItsTypes() throws IOException {
        admin.runWith(MISTAKEN, "create", "-f", "-").ok();
        awaitOutput(
                "1 spec.validations[0].expression: apps/v1, Kind=Deployment: ERROR: <input>:1:7:"
                        + " undefined field 'replicas'\n | object.replicas > 1\n | ......^\n"
                        + "spec.validations[1].messageExpression: apps/v1, Kind=Deployment: ERROR:"
                        + " <input>:1:15: undefined field 'size'",
                "get",
                "validatingadmissionpolicy",
                "mistaken",
                "-o",
                "jsonpath={.status.observedGeneration} {range .status.typeChecking"
                        + ".expressionWarnings[*]}{.fieldRef}: {.warning}{\"\\n\"}{end}");
    }

    @Test
    void aDeletedClaimGoesWhenNothingUsesIt() throws IOException {
        String claim =
                """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """;
        admin.runWith(claim, "create", "-f", "-").ok();
        assertTrue(admin.run("get", "pvc", "data").ok().contains("data   Pending"));
        assertEquals(
                "persistentvolumeclaim \"data\" deleted\n",
                admin.run("delete", "pvc", "data", "--timeout=90s").ok());
    }

    @Test
    void aRequestIsApprovedAndSigned()
            throws IOException, GeneralSecurityException, OperatorCreationException {
        String request =
                """
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                metadata: {name: ann}
                spec:
                  signerName: kubernetes.io/kube-apiserver-client
                  expirationSeconds: 3600
                  request: %s
                  usages: [client auth]
                """
                        .formatted(request("O=staff,CN=ann"));
        admin.runWith(request, "create", "-f", "-").ok();
        String pending = admin.run("get", "csr", "ann").ok();
        assertTrue(pending.contains("kubernetes.io/kube-apiserver-client   admin"), pending);
        assertTrue(pending.contains("60m") && pending.contains("Pending"), pending);
        admin.run("certificate", "approve", "ann").ok();
        awaitOutput("Approved,Issued", "get", "csr", "ann");
        String certificate =
                admin.run("get", "csr", "ann", "-o", "jsonpath={.status.certificate}").ok();
        String pem = new String(Base64.getDecoder().decode(certificate), StandardCharsets.US_ASCII);
        assertEquals(
                "CN=ann,O=staff",
                Pem.certificates(pem).getFirst().getSubjectX500Principal().getName());
    }

    @Test
    void nobodyBecomesAlmightyByRequest()
            throws IOException, GeneralSecurityException, OperatorCreationException {
        String request =
                """
                apiVersion: certificates.k8s.io/v1
                kind: CertificateSigningRequest
                metadata: {name: root}
                spec:
                  signerName: kubernetes.io/kube-apiserver-client
                  request: %s
                  usages: [client auth]
                """
                        .formatted(request("O=system:masters,CN=root"));
        String refusal = admin.runWith(request, "create", "-f", "-").failed();
        assertTrue(
                refusal.contains(
                        "use of kubernetes.io/kube-apiserver-client signer with system:masters"
                                + " group is not allowed"),
                refusal);
    }

    private static String request(String subject)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var request =
                new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), pair.getPublic())
                        .build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(pair.getPrivate()));
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(request);
        }
        return Base64.getEncoder()
                .encodeToString(pem.toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aLabelledRoleFlowsIntoTheSum() throws IOException {
        String role =
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: boats-view, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}
                rules: [{apiGroups: [sea.io], resources: [boats], verbs: [get]}]
                """;
        admin.runWith(role, "create", "-f", "-").ok();
        awaitOutput("boats", "get", "clusterrole", "view", "-o", "yaml");
        awaitOutput("boats", "get", "clusterrole", "admin", "-o", "yaml");
        admin.run("delete", "clusterrole", "boats-view").ok();
        Await.until(
                "the rule leaves the sum",
                PATIENCE,
                () -> !output("get", "clusterrole", "admin", "-o", "yaml").contains("boats"),
                () -> output("get", "clusterrole", "admin", "-o", "yaml"));
    }

    @Test
    void everyServedVersionIsAnApiService() throws IOException {
        awaitOutput("True", "get", "apiservice", "v1.apps");
        assertTrue(admin.run("get", "apiservice", "v1.").ok().contains("Local"));
    }

    @Test
    void kindsWithoutObjectsAreShown() throws IOException {
        String components = admin.run("get", "cs").ok();
        assertTrue(components.contains("etcd-0               Healthy   ok"), components);
        String classes = admin.run("get", "pc").ok();
        assertTrue(classes.contains("system-node-critical      2000001000   false"), classes);
    }
}
