package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.bootstrap.BootstrapSecret;
import io.pinisi.cluster.authn.bootstrap.BootstrapToken;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.bootstrap.Discovery;
import io.pinisi.cluster.client.bootstrap.Enrolment;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.CredentialFile;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A machine that has nothing but a token comes to a node's certificate over the network. */
final class BootstrapIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ResourcePath SECRETS =
            ResourcePath.all(GroupVersionResource.of("v1", "secrets")).in("kube-system");
    private static final ResourcePath REVIEWS =
            ResourcePath.all(
                    GroupVersionResource.of("authentication.k8s.io/v1", "selfsubjectreviews"));
    private static final Enrolment.Wish NODE =
            new Enrolment.Wish(
                    "node-csr-",
                    "kubernetes.io/kube-apiserver-client-kubelet",
                    "system:node:timor",
                    List.of("system:nodes"),
                    Duration.ofHours(1));
    private static ControllersAssembly controllers;

    @BeforeAll
    static void start() {
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

    private static BootstrapToken token(Instant expiry, String... groups) {
        BootstrapToken token = BootstrapToken.generate(new SecureRandom());
        CLUSTER.admin()
                .create(
                        SECRETS,
                        BootstrapSecret.of(token, expiry, "a test", List.of(groups)),
                        WriteOptions.PLAIN);
        return token;
    }

    private static Instant inAnHour() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private static X509Certificate awaitAuthority(BootstrapToken token) {
        Await.until(
                "the document is signed",
                PATIENCE,
                () -> isProved(token),
                () -> "no signature of " + token.id());
        return Discovery.authority(CLUSTER.server().url(), token, "test");
    }

    private static boolean isProved(BootstrapToken token) {
        try {
            Discovery.authority(CLUSTER.server().url(), token, "test");
            return true;
        } catch (ApiException e) {
            if (e.is(Reason.UNAUTHORIZED)) {
                return false;
            }
            throw e;
        }
    }

    private static HttpTransport bearing(BootstrapToken token, X509Certificate authority) {
        return HttpTransport.bearing(
                token.text(),
                CLUSTER.server().url(),
                Credential.tlsUnder(List.of(authority)),
                "test");
    }

    private static String whoAmI(HttpTransport transport) {
        ObjectNode review = io.pinisi.cluster.machinery.json.Json.object();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
        return new ApiClient(transport)
                .create(REVIEWS, review, WriteOptions.PLAIN)
                .path("status")
                .path("userInfo")
                .path("username")
                .asString("");
    }

    @Test
    void aTokenLeadsToANodesCertificateAndThatToTheNext(@TempDir Path home)
            throws IOException, InterruptedException {
        BootstrapToken token = token(inAnHour(), "system:bootstrappers:kubeadm:default-node-token");
        X509Certificate authority = awaitAuthority(token);
        assertEquals(CLUSTER.server().pki().authorityCertificate(), authority);
        Credential first;
        try (HttpTransport transport = bearing(token, authority)) {
            assertEquals("system:bootstrap:" + token.id(), whoAmI(transport));
            first =
                    new Enrolment(new ApiClient(transport), PATIENCE, InstantSource.system())
                            .obtain(NODE, authority);
        }
        CredentialFile file = new CredentialFile(home, "node.pem");
        file.write(first);
        Credential read = file.read().orElseThrow();
        assertEquals(first.certificate(), read.certificate());
        try (HttpTransport transport = new HttpTransport(CLUSTER.server().url(), read, "test")) {
            assertEquals("system:node:timor", whoAmI(transport));
            Credential second =
                    new Enrolment(new ApiClient(transport), PATIENCE, InstantSource.system())
                            .obtain(NODE, authority);
            assertTrue(!second.certificate().equals(first.certificate()));
        }
        Instant renewal = Enrolment.renewal(first.certificate());
        assertTrue(renewal.isAfter(Instant.now()), () -> "to be renewed at " + renewal);
        assertTrue(renewal.isBefore(inAnHour()), () -> "to be renewed at " + renewal);
    }

    @Test
    void aTokenWithoutTheGroupMayNotAsk() throws InterruptedException {
        BootstrapToken token = token(inAnHour());
        X509Certificate authority = awaitAuthority(token);
        try (HttpTransport transport = bearing(token, authority)) {
            Enrolment enrolment =
                    new Enrolment(new ApiClient(transport), PATIENCE, InstantSource.system());
            ApiException refused =
                    assertThrows(ApiException.class, () -> enrolment.obtain(NODE, authority));
            assertEquals(Reason.FORBIDDEN, refused.reason());
        }
    }

    @Test
    void aServerThatDoesNotKnowTheTokenIsNotTrusted() {
        BootstrapToken stranger = BootstrapToken.generate(new SecureRandom());
        ApiException refused =
                assertThrows(
                        ApiException.class,
                        () -> Discovery.authority(CLUSTER.server().url(), stranger, "test"));
        assertEquals(Reason.UNAUTHORIZED, refused.reason());
    }

    @Test
    void anExpiredTokenIsRemovedAndLetsNobodyIn() {
        BootstrapToken lasting = token(inAnHour());
        X509Certificate authority = awaitAuthority(lasting);
        BootstrapToken expired = token(Instant.now().minusSeconds(1));
        try (HttpTransport transport = bearing(expired, authority)) {
            ApiException refused = assertThrows(ApiException.class, () -> whoAmI(transport));
            assertEquals(Reason.UNAUTHORIZED, refused.reason());
        }
        ResourcePath path = SECRETS.named(BootstrapSecret.name(expired.id()));
        Await.until(
                "the expired token is gone",
                PATIENCE,
                () -> CLUSTER.admin().find(path).isEmpty(),
                () -> CLUSTER.admin().find(path));
        assertTrue(
                CLUSTER.admin()
                        .find(SECRETS.named(BootstrapSecret.name(lasting.id())))
                        .isPresent());
    }
}
