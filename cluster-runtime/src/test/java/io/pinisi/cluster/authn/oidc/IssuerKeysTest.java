package io.pinisi.cluster.authn.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IssuerKeysTest {
    private static final KeyLimits LIMITS = KeyLimits.STANDARD;

    private static final JWK FIRST = Issuer.rsa("first");
    private static final JWK SECOND = Issuer.rsa("second");
    private final Issuer issuer = new Issuer().publishing(FIRST);
    private Instant now = Issuer.NOW;
    private final IssuerKeys keys =
            new IssuerKeys(
                    new TrustedIssuer(
                            Issuer.URL,
                            URI.create(Issuer.URL + IssuerReader.WELL_KNOWN),
                            "",
                            List.of("bali"),
                            List.of(),
                            new TrustedIssuer.Mappings(
                                    new TrustedIssuer.Source.Claim("sub", ""),
                                    Optional.empty(),
                                    Optional.empty(),
                                    List.of()),
                            List.of()),
                    issuer,
                    () -> now,
                    LIMITS);

    private List<String> found(String id) {
        return keys.forHeader(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build()).stream()
                .map(JWK::getKeyID)
                .toList();
    }

    private void later(Duration by) {
        now = now.plus(by);
    }

    @Test
    void nothingIsAskedBeforeItIsNeededAndThenOnce() {
        assertEquals(0, issuer.questions());
        assertEquals(List.of("first"), found("first"));
        assertEquals(List.of("first"), found("first"));
        assertEquals(1, issuer.questions());
    }

    @Test
    void aNewKeyIsFoundWhenATokenNamesIt() {
        found("first");
        issuer.publishing(FIRST, SECOND);
        later(LIMITS.pause());
        assertEquals(List.of("second"), found("second"));
    }

    @Test
    void inventedKeyIdsDoNotMakeUsAskMoreOften() {
        found("first");
        later(LIMITS.pause());
        for (int i = 0; i < 50; i++) {
            assertEquals(List.of(), found("invented-" + i));
        }
        assertEquals(2, issuer.questions());
    }

    @Test
    void aWithdrawnKeyEndsWhenKeysAreReadAgain() {
        found("first");
        issuer.publishing(SECOND);
        assertEquals(List.of("first"), found("first"));
        later(LIMITS.fresh().plusSeconds(1));
        assertEquals(List.of(), found("first"));
    }

    @Test
    void anOutageIsSurvivedForAWhile() {
        found("first");
        issuer.setDown(true);
        later(LIMITS.fresh().plusSeconds(1));
        assertEquals(List.of("first"), found("first"));
        later(LIMITS.stale());
        assertEquals(List.of(), found("first"));
        issuer.setDown(false);
        later(LIMITS.pause());
        assertEquals(List.of("first"), found("first"));
    }

    @Test
    void weakKeysAreNotUsed() throws JOSEException {
        issuer.publishing(new RSAKeyGenerator(1024, true).keyID("weak").generate());
        assertEquals(List.of(), found("weak"));
    }
}
