package io.pinisi.portal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.cluster.authn.oidc.AuthenticationConfiguration;
import io.pinisi.cluster.authn.oidc.TrustedIssuer;
import io.pinisi.cluster.machinery.expression.ExpressionException;
import io.pinisi.cluster.machinery.expression.Values;
import io.pinisi.cluster.machinery.json.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SsoFileTest {
    private static final String GOOD =
            """
            providers:
              - name: office
                title: Head office
                issuer: https://id.example/realms/office
                clientId: pinisi
                clientSecretFile: secret
                operators: [/operators]
            """;

    @TempDir private Path home;

    @BeforeEach
    void secret() throws IOException {
        Files.writeString(home.resolve("secret"), "hush\n");
    }

    private List<ProviderSettings> read(String text) throws IOException {
        Path file = Files.writeString(home.resolve("sso.yaml"), text);
        return SsoFile.read(file, home);
    }

    private String complaint(String text) {
        return String.valueOf(assertThrows(Failure.class, () -> read(text)).getMessage());
    }

    @Test
    void whatIsNotSaidIsUsual() throws IOException {
        ProviderSettings office = read(GOOD).getFirst();
        assertEquals("hush", office.clientSecret());
        assertEquals("office:", office.prefix());
        assertEquals(ProviderSettings.Claims.USUAL, office.claims());
        assertEquals(List.of("office:/operators"), office.operatorGroups());
    }

    @Test
    void mistakesAreNamed() {
        assertTrue(complaint(GOOD.replace("title", "tittle")).contains("unknown field tittle"));
        assertTrue(complaint(GOOD.replace("https", "http")).contains("https, or http on this"));
        assertTrue(complaint(GOOD + "    prefix: 'system:'\n").contains("prefix"));
        assertTrue(complaint(GOOD.replace("clientId: pinisi", "")).contains("clientId"));
    }

    @Test
    void apiServersSeeTheSamePersonAsThePortal() throws Exception {
        TrustedIssuer issuer =
                AuthenticationConfiguration.read(Issuers.document(read(GOOD), "bali"))
                        .issuers()
                        .getFirst();
        assertEquals(List.of("pinisi-bali"), issuer.audiences());
        assertEquals(
                new TrustedIssuer.Source.Claim("preferred_username", "office:"),
                issuer.mappings().username());
        assertEquals(
                List.of("office:/a", "office:role:b"),
                groups(issuer, "{groups: [/a], realm_access: {roles: [b]}}"));
        assertEquals(List.of(), groups(issuer, "{sub: nobody}"));
    }

    private static Object groups(TrustedIssuer issuer, String claims) throws ExpressionException {
        TrustedIssuer.Source groups = issuer.mappings().groups().orElseThrow();
        return ((TrustedIssuer.Source.Computed) groups)
                .expression()
                .evaluate(Map.of("claims", Values.of(Yaml.parse(claims).getFirst())));
    }
}
