package io.pinisi.cluster.authn.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Credentials;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TokenVerifierTest {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final KeyPair keys = keys();
    private final TokenIssuer issuer = new TokenIssuer("https://us", keys);
    private final Set<String> alive = new HashSet<>(Set.of("u1", "p1"));
    private Instant now = START;
    private final TokenVerifier verifier =
            new TokenVerifier(
                    "https://us",
                    List.of("https://us"),
                    keys.getPublic(),
                    (kind, namespace, name, uid) -> alive.contains(uid),
                    () -> now);

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Claims claims(String audience) {
        return new Claims(
                "id",
                "https://us",
                List.of(audience),
                START,
                START.plus(Duration.ofHours(1)),
                "shop",
                "bot",
                "u1",
                new Claims.Bound("Pod", "web", "p1"));
    }

    private Authentication ask(String token) {
        return verifier.authenticate(Credentials.bearer(token));
    }

    @Test
    void aGoodTokenNamesItsAccount() {
        var answer =
                assertInstanceOf(
                        Authentication.Authenticated.class, ask(issuer.sign(claims("https://us"))));
        assertEquals("system:serviceaccount:shop:bot", answer.user().name());
        assertEquals(
                List.of("web"), answer.user().extra().get("authentication.kubernetes.io/pod-name"));
    }

    @Test
    void aTokenEndsWithItsTimeItsPodAndItsAccount() {
        String token = issuer.sign(claims("https://us"));
        assertInstanceOf(Authentication.Authenticated.class, ask(token));
        alive.remove("p1");
        assertInstanceOf(Authentication.Rejected.class, ask(token));
        alive.add("p1");
        alive.remove("u1");
        assertInstanceOf(Authentication.Rejected.class, ask(token));
        alive.add("u1");
        now = START.plus(Duration.ofHours(1));
        assertInstanceOf(Authentication.Rejected.class, ask(token));
    }

    @Test
    void aTokenForOthersIsRejected() {
        assertInstanceOf(Authentication.Rejected.class, ask(issuer.sign(claims("https://vault"))));
    }

    @Test
    void aForgedTokenIsRejected() {
        TokenIssuer forger = new TokenIssuer("https://us", keys());
        assertInstanceOf(Authentication.Rejected.class, ask(forger.sign(claims("https://us"))));
    }

    @Test
    void tokensOfOthersAreLeftToOthers() {
        TokenIssuer other = new TokenIssuer("https://them", keys());
        Claims own = claims("https://us");
        Claims theirs =
                new Claims(
                        own.id(),
                        "https://them",
                        own.audiences(),
                        own.issuedAt(),
                        own.expires(),
                        own.namespace(),
                        own.account(),
                        own.accountUid(),
                        null);
        assertInstanceOf(Authentication.Absent.class, ask(other.sign(theirs)));
        assertInstanceOf(Authentication.Absent.class, ask("opaque"));
    }
}
