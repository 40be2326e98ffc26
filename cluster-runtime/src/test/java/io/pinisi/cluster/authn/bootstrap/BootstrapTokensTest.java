package io.pinisi.cluster.authn.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.Authentication;
import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import io.pinisi.cluster.authn.Credentials;
import io.pinisi.cluster.authn.UserInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class BootstrapTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final BootstrapToken TOKEN = new BootstrapToken("abcdef", "0123456789abcdef");

    /** As the server keeps it: {@code stringData} has become {@code data}. */
    private static ObjectNode stored(Instant expiry, String... groups) {
        ObjectNode secret = BootstrapSecret.of(TOKEN, expiry, "a test", List.of(groups));
        ObjectNode data = secret.putObject("data");
        for (Map.Entry<String, tools.jackson.databind.JsonNode> entry :
                secret.path("stringData").properties()) {
            put(data, entry.getKey(), entry.getValue().asString());
        }
        secret.remove("stringData");
        return secret;
    }

    private static void put(ObjectNode data, String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        data.put(key, Base64.getEncoder().encodeToString(bytes));
    }

    private static Authentication authenticate(ObjectNode secret, String bearer) {
        BootstrapTokens tokens =
                new BootstrapTokens(
                        name ->
                                name.equals("bootstrap-token-abcdef")
                                        ? Optional.of(secret)
                                        : Optional.empty(),
                        () -> NOW);
        return tokens.authenticate(Credentials.bearer(bearer));
    }

    @Test
    void aTokenStandsForItsUserAndGroups() {
        ObjectNode secret =
                stored(NOW.plusSeconds(1), "system:bootstrappers:b", "system:bootstrappers:a");
        assertEquals(
                new Authenticated(
                        UserInfo.of(
                                "system:bootstrap:abcdef",
                                "system:bootstrappers",
                                "system:bootstrappers:a",
                                "system:bootstrappers:b")),
                authenticate(secret, TOKEN.text()));
    }

    @Test
    void aTokenOfAnotherFormIsForOthersToJudge() {
        for (String bearer : List.of("", "abcdef", "ABCDEF.0123456789abcdef", "a.b.c")) {
            assertInstanceOf(Absent.class, authenticate(stored(NOW.plusSeconds(1)), bearer));
        }
    }

    @Test
    void aTokenIsWorthNothingOnceItHasExpired() {
        assertInstanceOf(Rejected.class, authenticate(stored(NOW), TOKEN.text()));
        ObjectNode unreadable = stored(NOW.plusSeconds(1));
        put(unreadable.withObject("/data"), "expiration", "tomorrow");
        assertInstanceOf(Rejected.class, authenticate(unreadable, TOKEN.text()));
    }

    @Test
    void aWrongSecretAnUnknownIdAndAStrangeSecretAreRefused() {
        ObjectNode secret = stored(NOW.plusSeconds(1));
        assertInstanceOf(Rejected.class, authenticate(secret, "abcdef.0123456789abcdee"));
        assertInstanceOf(Rejected.class, authenticate(secret, "abcdeg.0123456789abcdef"));
        secret.put("type", "Opaque");
        assertInstanceOf(Rejected.class, authenticate(secret, TOKEN.text()));
    }

    @Test
    void aTokenThatIsBeingDeletedOrIsForSigningOnlyIsRefused() {
        ObjectNode leaving = stored(NOW.plusSeconds(1));
        leaving.withObject("/metadata").put("deletionTimestamp", NOW.toString());
        assertInstanceOf(Rejected.class, authenticate(leaving, TOKEN.text()));
        ObjectNode signing = stored(NOW.plusSeconds(1));
        signing.withObject("/data").remove("usage-bootstrap-authentication");
        assertInstanceOf(Rejected.class, authenticate(signing, TOKEN.text()));
    }

    @Test
    void aTokenGivesNoGroupsButThoseOfNewcomers() {
        ObjectNode secret = stored(NOW.plusSeconds(1), "system:masters");
        assertInstanceOf(Rejected.class, authenticate(secret, TOKEN.text()));
    }

    @Test
    void aSignatureProvesTheTextAndTheToken() {
        String signature = TokenSignature.of(TOKEN, "the document");
        assertEquals(
                "eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9",
                signature.substring(0, signature.indexOf('.')));
        assertTrue(TokenSignature.isGood(TOKEN, "the document", signature));
        assertFalse(TokenSignature.isGood(TOKEN, "the documents", signature));
        BootstrapToken other = new BootstrapToken("abcdef", "0123456789abcdee");
        assertFalse(TokenSignature.isGood(other, "the document", signature));
    }

    @Test
    void aNewTokenHasTheFormAndHidesItsSecret() {
        BootstrapToken token = BootstrapToken.generate(new Random(7));
        assertEquals(Optional.of(token), BootstrapToken.parse(token.text()));
        assertFalse(token.toString().contains(token.secret()));
    }
}
