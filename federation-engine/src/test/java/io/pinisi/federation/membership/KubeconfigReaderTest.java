package io.pinisi.federation.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.federation.login.Login;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubeconfigReaderTest {
    private static final String PEM = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==";

    @Test
    void theCurrentContextIsRead() {
        Kubeconfig kubeconfig =
                KubeconfigReader.read(
                        kubeconfig(
                                "server: https://api.example.com:6443, certificate-authority-data: "
                                        + PEM,
                                "token: abc"));
        assertEquals("https://api.example.com:6443", kubeconfig.server().toString());
        assertEquals("abc", kubeconfig.token());
        assertEquals("-----BEGIN CERTIFICATE-----\n", kubeconfig.certificateAuthority());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificate-authority: /etc/passwd | token: a |"
                        + " clusters[c].cluster.certificate-authority",
                "insecure-skip-tls-verify: true | token: a |"
                        + " clusters[c].cluster.insecure-skip-tls-verify",
                "proxy-url: ftp://evil | token: a | clusters[c].cluster.proxy-url",
                "x: y | tokenFile: /etc/shadow | users[u].user.tokenFile",
                "x: y | client-key: /root/key | users[u].user.client-key",
                "x: y | exec: {command: rm} | users[u].user.exec.apiVersion",
                "x: y | exec: {command: /bin/rm} | users[u].user.exec.command",
                "x: y | exec: {interactiveMode: Always} | users[u].user.exec.interactiveMode",
                "x: y | auth-provider: {name: gcp} | users[u].user.auth-provider.name",
                "x: y | auth-provider: {name: oidc, config: {idp-issuer-url: 'http://a'}} |"
                        + " users[u].user.auth-provider.config.idp-issuer-url",
                "x: y | auth-provider: {name: oidc, config: {idp-certificate-authority: /a}} |"
                        + " users[u].user.auth-provider.config.idp-certificate-authority",
                "x: y | username: root | users[u].user.username",
                "x: y | {token: a, as: root} | users[u].user.as",
            })
    void whatReachesIntoTheServerIsRefusedByName(String cluster, String user, String field) {
        String plain = user.startsWith("{") ? user.substring(1, user.length() - 1) : user;
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                KubeconfigReader.read(
                                        kubeconfig(
                                                "server: https://api.example.com, " + cluster,
                                                plain)));
        assertTrue(fields(refusal).contains(field), () -> fields(refusal).toString());
    }

    @Test
    void aCredentialThatIsFetchedIsReadAsData() {
        Kubeconfig plugin =
                KubeconfigReader.read(
                        kubeconfig(
                                "server: https://api.example.com",
                                "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws,"
                                        + " args: [eks, get-token], env: [{name: AWS_PROFILE,"
                                        + " value: shop}], provideClusterInfo: true}"));
        assertEquals(
                new Login.Plugin(
                        "client.authentication.k8s.io/v1",
                        "aws",
                        List.of("eks", "get-token"),
                        Map.of("AWS_PROFILE", "shop"),
                        true),
                plugin.login());
        Kubeconfig openId =
                KubeconfigReader.read(
                        kubeconfig(
                                "server: https://api.example.com",
                                "auth-provider: {name: oidc, config: {client-id: kube,"
                                        + " idp-issuer-url: 'https://id.example', refresh-token:"
                                        + " r}}"));
        assertEquals(
                new Login.OpenId(URI.create("https://id.example"), "kube", null, null, "r", null),
                openId.login());
    }

    @ParameterizedTest
    @CsvSource({
        "http://api.example.com",
        "https://",
        "file:///etc/passwd",
        "https://user:secret@api.example.com",
        "https://api.example.com?x=y",
    })
    void theServerMustBeAPlainHttpsAddress(String server) {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                KubeconfigReader.read(
                                        kubeconfig("server: '" + server + "'", "token: a")));
        assertEquals(List.of("clusters.cluster.server"), fields(refusal));
    }

    @Test
    void aKubeconfigThatIsNoYamlSaysSo() {
        ApiException refusal = assertThrows(ApiException.class, () -> KubeconfigReader.read("{{{"));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("the kubeconfig is no YAML"));
    }

    @Test
    void aContextThatDoesNotExistIsNamed() {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () -> KubeconfigReader.read("current-context: nowhere\ncontexts: []"));
        assertTrue(fields(refusal).contains("current-context"));
    }

    @Test
    void someCredentialIsNeeded() {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () -> KubeconfigReader.read(kubeconfig("server: https://a.b", "x: y")));
        assertEquals(List.of("users[u].user"), fields(refusal));
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1:6443",
        "https://[::1]:6443",
        "https://0.0.0.0",
        "https://169.254.169.254",
        "https://[fe80::1]",
        "https://100.100.100.200",
    })
    void addressesOfThisMachineAndOfCloudMetadataAreRefused(String server) {
        AddressPolicy policy = new AddressPolicy(java.util.Set.of("127.0.0.1:7443"));
        assertThrows(ApiException.class, () -> policy.check(java.net.URI.create(server)));
    }

    @Test
    void anAllowedAddressPasses() {
        new AddressPolicy(java.util.Set.of("127.0.0.1:7443"))
                .check(java.net.URI.create("https://127.0.0.1:7443"));
        new AddressPolicy(java.util.Set.of()).check(java.net.URI.create("https://10.1.2.3:6443"));
    }

    private static List<String> fields(ApiException refusal) {
        ApiException.Details details = refusal.details();
        return details == null
                ? List.of()
                : details.causes().stream().map(FieldError::field).toList();
    }

    private static String kubeconfig(String cluster, String user) {
        return """
        apiVersion: v1
        kind: Config
        current-context: ctx
        contexts: [{name: ctx, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {%s}}]
        users: [{name: u, user: {%s}}]
        """
                .formatted(cluster, user);
    }
}
