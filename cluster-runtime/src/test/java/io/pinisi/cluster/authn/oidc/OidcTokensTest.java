package io.pinisi.cluster.authn.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

final class OidcTokensTest {
    private static final String PLAIN =
            """
            apiVersion: apiserver.config.k8s.io/v1beta1
            kind: AuthenticationConfiguration
            jwt:
            - issuer:
                url: https://id.example/realms/fleet
                audiences: [bali]
              claimMappings:
                username: {claim: preferred_username, prefix: "sso:"}
                groups: {claim: groups, prefix: "sso:"}
                uid: {claim: sub}
            """;

    private static final JWK KEY = Issuer.rsa("one");

    private final Issuer issuer = new Issuer().publishing(KEY);
    private final OidcTokens tokens = tokens(PLAIN);

    private OidcTokens tokens(String configuration) {
        return new OidcTokens(
                AuthenticationConfiguration.read(configuration).issuers().getFirst(),
                issuer,
                () -> Issuer.NOW,
                KeyLimits.STANDARD);
    }

    private Authentication judge(String token) {
        return tokens.authenticate(Credentials.bearer(token));
    }

    private String token(UnaryOperator<ObjectNode> change) {
        return Issuer.sign(KEY, JWSAlgorithm.RS256, change.apply(Issuer.claims()));
    }

    private void refuses(String why, String token) {
        Rejected rejected = assertInstanceOf(Rejected.class, judge(token));
        assertTrue(rejected.reason().contains(why), rejected.reason());
    }

    @Test
    void claimsBecomeAPersonAsMapped() {
        Authenticated answer = assertInstanceOf(Authenticated.class, judge(token(c -> c)));
        assertEquals("sso:olga", answer.user().name());
        assertEquals("4711", answer.user().uid());
        assertEquals(List.of("sso:/operators", "sso:/tenants/acme"), answer.user().groups());
    }

    @ParameterizedTest
    @CsvSource({"ES256,P-256", "ES384,P-384", "ES512,P-521"})
    void ellipticCurvesCountToo(String algorithm, String curve) {
        JWK own = Issuer.ec("curve", Curve.parse(curve));
        issuer.publishing(own);
        assertInstanceOf(
                Authenticated.class,
                judge(Issuer.sign(own, JWSAlgorithm.parse(algorithm), Issuer.claims())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "RS512", "PS256", "PS512"})
    void allSignaturesOfAnRsaKeyCount(String algorithm) {
        assertInstanceOf(
                Authenticated.class,
                judge(Issuer.sign(KEY, JWSAlgorithm.parse(algorithm), Issuer.claims())));
    }

    @Test
    void oneAudienceMayBePlainText() {
        assertInstanceOf(Authenticated.class, judge(token(c -> c.put("aud", "bali"))));
    }

    @Test
    void aChangedClaimBreaksTheSignature() {
        String[] parts = token(c -> c).split("\\.", -1);
        String other =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                Json.bytes(Issuer.claims().put("preferred_username", "root")));
        refuses("signature", parts[0] + "." + other + "." + parts[2]);
    }

    @Test
    void anExpiredTokenIsRefusedAtTheSecond() {
        refuses("expired", token(c -> c.put("exp", Issuer.NOW.getEpochSecond())));
    }

    @Test
    void aTokenWithoutExpiryIsRefused() {
        refuses(
                "expired",
                token(
                        c -> {
                            c.remove("exp");
                            return c;
                        }));
        refuses("expired", token(c -> c.put("exp", "tomorrow")));
    }

    @Test
    void aTokenOfTheFutureIsRefusedBeyondTheLeeway() {
        assertInstanceOf(
                Authenticated.class,
                judge(token(c -> c.put("nbf", Issuer.NOW.getEpochSecond() + 299))));
        refuses("not valid yet", token(c -> c.put("nbf", Issuer.NOW.getEpochSecond() + 301)));
    }

    @Test
    void aTokenForAnotherClusterIsRefused() {
        refuses("audiences", token(c -> c.put("aud", "flores")));
        refuses("audiences", token(c -> c.set("aud", Json.object().put("bali", true))));
    }

    @Test
    void tokensOfOtherIssuersAreLeftToOthers() {
        assertInstanceOf(Absent.class, judge(token(c -> c.put("iss", Issuer.URL + "/"))));
        assertInstanceOf(Absent.class, judge("no-token"));
        assertInstanceOf(Absent.class, judge("a.b.c"));
        assertInstanceOf(Absent.class, judge("x".repeat(40_000) + ".y.z"));
    }

    @Test
    void noAlgorithmIsNoSignature() {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String header = url.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        String unsigned = header + "." + url.encodeToString(Json.bytes(Issuer.claims())) + ".";
        assertInstanceOf(Absent.class, judge(unsigned));
    }

    @Test
    void aPublicKeyIsNoSecret() throws JOSEException {
        byte[] secret = ((RSAKey) KEY).toRSAPublicKey().getEncoded();
        JWSObject forged =
                new JWSObject(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
                        new Payload(Json.bytes(Issuer.claims())));
        forged.sign(new MACSigner(secret));
        refuses("unexpected algorithm HS256", forged.serialize());
    }

    @Test
    void aTokenDoesNotBringItsOwnKey() {
        RSAKey own = (RSAKey) Issuer.rsa("one");
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("one")
                        .jwk(own.toPublicJWK())
                        .build();
        refuses("signature", Issuer.sign(own, header, Issuer.claims()));
    }

    @Test
    void anUnknownKeyIsNobodys() {
        JWK other = Issuer.rsa("other");
        refuses("signature", Issuer.sign(other, JWSAlgorithm.RS256, Issuer.claims()));
    }

    @Test
    void headersThatMustBeUnderstoodAreNotIgnored() {
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("one")
                        .criticalParams(java.util.Set.of("exp"))
                        .customParam("exp", 1)
                        .build();
        refuses("signature", Issuer.sign(KEY, header, Issuer.claims()));
    }

    @Test
    void aNameOfTheWrongShapeIsNobody() {
        refuses("whose", token(c -> c.put("preferred_username", "")));
        refuses("username", token(c -> c.put("preferred_username", 7)));
        refuses("whose", token(c -> c.putNull("preferred_username")));
        refuses("groups", token(c -> c.set("groups", Json.object())));
    }

    @Test
    void rulesDecideOverClaimsAndOverThePerson() {
        OidcTokens strict =
                tokens(
                        """
                        apiVersion: apiserver.config.k8s.io/v1beta1
                        kind: AuthenticationConfiguration
                        jwt:
                        - issuer: {url: https://id.example/realms/fleet, audiences: [bali]}
                          claimValidationRules:
                          - {claim: team, requiredValue: fleet}
                          - expression: "claims.exp - claims.iat <= 3600"
                            message: tokens live an hour at most
                          claimMappings:
                            username: {expression: "'sso:' + claims.preferred_username"}
                            groups: {expression: "claims.roles.split(',')"}
                            extra:
                            - {key: example.com/team, valueExpression: claims.team}
                          userValidationRules:
                          - expression: "!user.username.startsWith('system:')"
                            message: system users do not sign in
                          - expression: "user.groups.all(g, !g.startsWith('system:'))"
                        """);
        ObjectNode good = Issuer.claims().put("team", "fleet").put("roles", "a,b");
        good.put("iat", Issuer.NOW.getEpochSecond());
        Authenticated answer = assertInstanceOf(Authenticated.class, strictly(strict, good));
        assertEquals("sso:olga", answer.user().name());
        assertEquals(List.of("a", "b"), answer.user().groups());
        assertEquals(Map.of("example.com/team", List.of("fleet")), answer.user().extra());

        assertInstanceOf(Rejected.class, strictly(strict, good.deepCopy().put("team", "x")));
        assertEquals(
                new Rejected("oidc: verify token: tokens live an hour at most"),
                strictly(strict, good.deepCopy().put("iat", 0)));
        assertInstanceOf(
                Rejected.class, strictly(strict, good.deepCopy().put("roles", "system:masters")));
    }

    private Authentication strictly(OidcTokens strict, ObjectNode claims) {
        return strict.authenticate(
                Credentials.bearer(Issuer.sign(KEY, JWSAlgorithm.RS256, claims)));
    }
}
