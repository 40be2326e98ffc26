package io.pinisi.cluster.authn.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthenticationConfigurationTest {
    private static final String GOOD =
            """
            apiVersion: apiserver.config.k8s.io/v1beta1
            kind: AuthenticationConfiguration
            jwt:
            - issuer:
                url: https://id.example
                audiences: [hub]
              claimMappings:
                username: {claim: sub, prefix: "sso:"}
            """;

    @Test
    void discoveryStandsBelowTheIssuerUnlessToldOtherwise() {
        assertEquals(
                "https://id.example/.well-known/openid-configuration",
                AuthenticationConfiguration.read(GOOD).issuers().getFirst().discovery().toString());
        assertEquals(
                "https://inside.example/discovery",
                AuthenticationConfiguration.read(
                                GOOD.replace(
                                        "    audiences",
                                        "    discoveryURL: https://inside.example/discovery\n"
                                                + "    audiences"))
                        .issuers()
                        .getFirst()
                        .discovery()
                        .toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://id.example|http://id.example|jwt[0].issuer.url: Invalid value:"
                        + " \"http://id.example\": URL scheme must be https",
                "https://id.example|https://a:b@id.example|jwt[0].issuer.url: Invalid value:"
                    + " \"https://a:b@id.example\": URL must not contain a username or password",
                "[hub]|[]|jwt[0].issuer.audiences: Required value: at least one issuer.audiences is"
                        + " required",
                "[hub]|[hub, bali]|jwt[0].issuer.audienceMatchPolicy: Invalid value: \"\": must be"
                        + " MatchAny for multiple audiences",
                "{claim: sub, prefix: \"sso:\"}|{claim: sub}|jwt[0].claimMappings.username.prefix:"
                    + " Required value: prefix is required when claim is set. It can be set to an"
                    + " empty string to disable prefixing",
                "{claim: sub, prefix: \"sso:\"}|{expression:"
                    + " claims.email}|jwt[0].claimMappings.username.expression: Invalid value:"
                    + " \"claims.email\": claims.email_verified must be used when claims.email is"
                    + " used",
                "claimMappings|claimMapings|jwt[0].claimMapings: unknown field",
                "v1beta1|v2|apiVersion: Invalid value: \"apiserver.config.k8s.io/v2\": expected"
                        + " apiserver.config.k8s.io/v1beta1",
            })
    void aMistakeIsNamedByItsPlace(String part, String instead, String message) {
        assertEquals(
                message,
                assertThrows(
                                ConfigurationException.class,
                                () -> AuthenticationConfiguration.read(GOOD.replace(part, instead)))
                        .getMessage());
    }

    @Test
    void withinOneMachinePlainHttpWillDo() {
        assertEquals(
                "http://127.0.0.1:8180/realms/pinisi",
                AuthenticationConfiguration.read(
                                GOOD.replace(
                                        "https://id.example",
                                        "http://127.0.0.1:8180/realms/pinisi"))
                        .issuers()
                        .getFirst()
                        .url());
    }
}
