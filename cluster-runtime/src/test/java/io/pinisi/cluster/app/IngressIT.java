package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.ingress.gateway.GatewayLimits;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.network.address.Cidr;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ingresses of a cluster whose gateway listens on loopback. */
@Timeout(300)
final class IngressIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ResourcePath INGRESSES =
            ResourcePath.all(GroupVersionResource.of("networking.k8s.io/v1", "ingresses"))
                    .in("default");
    private static final ResourcePath SERVICES =
            ResourcePath.all(GroupVersionResource.of("v1", "services")).in("default");
    private static final ResourcePath SECRETS =
            ResourcePath.all(GroupVersionResource.of("v1", "secrets")).in("default");

    @TempDir Path home;
    private Cluster cluster;
    private ApiClient admin;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        cluster =
                ClusterAssembly.start(
                        new ClusterOptions(
                                home,
                                "lombok",
                                Listening.loopback(0),
                                List.of("lombok-1"),
                                1,
                                NodeOptions.RuntimeChoice.SIMULATED,
                                new ClusterNetwork(Cidr.parse("10.98.0.0/16")),
                                null,
                                new IngressOptions("127.0.0.1", 0, 0, GatewayLimits.STANDARD),
                                List.of()));
        admin = cluster.api().client(UserInfo.of("admin", UserInfo.MASTERS));
    }

    @AfterEach
    void stop() {
        http.close();
        cluster.close();
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    private static ObjectNode ingress(String name, String head, String tls) {
        return yaml(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: %s, namespace: default}
                spec:
                  %s
                  tls: %s
                  rules:
                  - http:
                      paths:
                      - {path: /%s, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
                """
                        .formatted(name, head, tls, name));
    }

    private JsonNode address(String name) {
        Await.until("the address of " + name, SOON, () -> told(name).has("ip"), () -> told(name));
        return told(name);
    }

    private JsonNode told(String ingress) {
        return admin.get(INGRESSES.named(ingress))
                .path("status")
                .path("loadBalancer")
                .path("ingress")
                .path(0);
    }

    private String answer(int port, String path) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.body();
        } catch (IOException e) {
            return "no answer: " + e;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitAnswer(int port, String path, String expected) {
        Await.until(
                expected,
                SOON,
                () -> answer(port, path).startsWith(expected),
                () -> answer(port, path));
    }

    @Test
    void theDefaultClassIsOursAndTheStatusTellsTheAddress() {
        admin.create(INGRESSES, ingress("mine", "", "[]"), WriteOptions.PLAIN);
        assertEquals(
                "pinisi",
                Json.text(admin.get(INGRESSES.named("mine")), "spec", "ingressClassName"));
        JsonNode address = address("mine");
        assertEquals("127.0.0.1", address.path("ip").asString());
        int port = address.path("ports").path(0).path("port").asInt();
        awaitAnswer(
                port, "/mine", "503 Service Unavailable: default/web:80: there is no such service");
        assertTrue(answer(port, "/else").startsWith("404 Not Found"));
        admin.create(
                SERVICES,
                yaml(
                        "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports:"
                                + " [{port: 80}]}}"),
                WriteOptions.PLAIN);
        awaitAnswer(port, "/mine", "503 Service Unavailable: default/web:80: no endpoint is ready");
        admin.delete(INGRESSES.named("mine"), Json.object());
        awaitAnswer(port, "/mine", "404 Not Found");
    }

    @Test
    void anIngressOfAnotherClassIsNotOurs() {
        admin.create(
                INGRESSES, ingress("theirs", "ingressClassName: nginx", "[]"), WriteOptions.PLAIN);
        admin.create(INGRESSES, ingress("mine", "", "[]"), WriteOptions.PLAIN);
        int port = address("mine").path("ports").path(0).path("port").asInt();
        awaitAnswer(port, "/mine", "503");
        assertTrue(answer(port, "/theirs").startsWith("404 Not Found"));
        assertTrue(told("theirs").isMissingNode());
    }

    @Test
    void aSecretsCertificateIsShownForItsHost() throws IOException {
        Pki pki = Pki.open(home.resolve("other"), "other", InstantSource.system());
        Credential credential = pki.serverCredential(Set.of("shop.example"));
        ObjectNode secret =
                yaml(
                        "{apiVersion: v1, kind: Secret, type: kubernetes.io/tls, metadata: {name:"
                                + " cert}}");
        secret.putObject("data")
                .put("tls.crt", base64(Pem.of(credential.certificate())))
                .put("tls.key", base64(Pem.of(credential.key())));
        admin.create(SECRETS, secret, WriteOptions.PLAIN);
        admin.create(
                INGRESSES,
                ingress("mine", "", "[{hosts: [shop.example], secretName: cert}]"),
                WriteOptions.PLAIN);
        int port = address("mine").path("ports").path(1).path("port").asInt();
        Await.until(
                "the certificate of the secret",
                SOON,
                () -> shown(port, credential).contains("shop.example"),
                () -> shown(port, credential));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Trusts the authority of the secret alone, so that no other certificate is taken. */
    private static String shown(int port, Credential credential) {
        try (SSLSocket socket =
                (SSLSocket) credential.tls().getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("shop.example")));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            X509Certificate certificate =
                    (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return String.valueOf(certificate.getSubjectAlternativeNames());
        } catch (IOException | java.security.cert.CertificateParsingException e) {
            return "none: " + e;
        }
    }
}
