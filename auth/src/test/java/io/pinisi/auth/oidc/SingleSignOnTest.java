package io.pinisi.auth.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.pinisi.auth.Identity;
import io.pinisi.auth.oidc.ProviderException.Kind;
import io.pinisi.auth.oidc.SingleSignOn.Arrival;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SingleSignOnTest {
    private static final URI PORTAL = URI.create("http://127.0.0.1:8080/");

    private Instant now = Instant.now();
    private FakeProvider provider;
    private SingleSignOn singleSignOn;

    @BeforeEach
    void start() throws IOException, JOSEException {
        provider = new FakeProvider();
        singleSignOn =
                new SingleSignOn(List.of(provider.settings()), () -> now, new SecureRandom());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private CodeFlow.Begun begin() throws ProviderException {
        CodeFlow.Begun begun = singleSignOn.begin("fake", PORTAL, "/clusters");
        provider.remember(begun.pending().nonce());
        return begun;
    }

    private Arrival arrive(CodeFlow.Begun begun) throws ProviderException {
        return singleSignOn.finish(
                "fake",
                PORTAL,
                "code=xyz&state=" + begun.pending().state(),
                Optional.of(begun.pending()));
    }

    private void refuses(String why, CodeFlow.Begun begun) {
        ProviderException refusal = assertThrows(ProviderException.class, () -> arrive(begun));
        assertEquals(Kind.REFUSED, refusal.kind());
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
    }

    @Test
    void theBrowserLeavesWithStateNonceAndChallenge() throws ProviderException {
        CodeFlow.Begun begun = begin();
        Map<String, List<String>> asked = URLUtils.parseParameters(begun.redirect().getRawQuery());
        assertEquals(List.of("S256"), asked.get("code_challenge_method"));
        assertEquals(List.of(begun.pending().state()), asked.get("state"));
        assertEquals(List.of(begun.pending().nonce()), asked.get("nonce"));
        assertFalse(begun.redirect().toString().contains(begun.pending().verifier()));
        assertEquals(
                List.of("http://127.0.0.1:8080/sign-in/sso/fake/callback"),
                asked.get("redirect_uri"));
    }

    @Test
    void claimsBecomeAPersonWithThePrefixOfTheProvider() throws ProviderException {
        Arrival arrival = arrive(begin());
        Identity who = arrival.identity();
        assertEquals("fake:sari", who.name());
        assertEquals("Sari Lestari", who.fullName());
        assertEquals("fake:4711", who.subject());
        assertEquals(List.of("fake:/tenants/spice", "fake:role:sailor"), who.groups());
        assertEquals("/clusters", arrival.to());
    }

    @Test
    void anAnswerWithoutItsQuestionIsRefused() throws ProviderException {
        CodeFlow.Begun begun = begin();
        assertThrows(
                ProviderException.class,
                () ->
                        singleSignOn.finish(
                                "fake",
                                PORTAL,
                                "code=xyz&state=" + begun.pending().state(),
                                Optional.empty()));
        assertThrows(
                ProviderException.class,
                () ->
                        singleSignOn.finish(
                                "fake",
                                PORTAL,
                                "code=xyz&state=another",
                                Optional.of(begun.pending())));
    }

    @Test
    void anAnswerOfAnotherIssuerIsRefused() throws ProviderException {
        CodeFlow.Begun begun = begin();
        assertThrows(
                ProviderException.class,
                () ->
                        singleSignOn.finish(
                                "fake",
                                PORTAL,
                                "code=xyz&iss=https%3A%2F%2Fevil.example&state="
                                        + begun.pending().state(),
                                Optional.of(begun.pending())));
    }

    @Test
    void aTripThatTakesTooLongIsRefused() throws ProviderException {
        CodeFlow.Begun begun = begin();
        now = now.plus(SingleSignOn.TRIP);
        refuses("did not begin it", begun);
    }

    @Test
    void idTokensThatAreNotForUsAreRefused() throws ProviderException {
        CodeFlow.Begun begun = begin();
        provider.says(claims -> claims.audience("somebody-else"));
        refuses("not to be believed", begun);
        provider.says(claims -> claims.issuer("https://evil.example"));
        refuses("not to be believed", begun);
        provider.says(claims -> claims.claim("nonce", "replayed"));
        refuses("not to be believed", begun);
        provider.says(claims -> claims.expirationTime(Date.from(Instant.EPOCH)));
        refuses("not to be believed", begun);
        provider.says(claims -> claims.claim("preferred_username", "a\nb"));
        refuses("holds no name", begun);
    }

    @Test
    void aProviderThatIsDownIsToldApartFromOneThatRefuses() throws ProviderException {
        CodeFlow.Begun begun = begin();
        provider.answers(503);
        ProviderException down = assertThrows(ProviderException.class, () -> arrive(begun));
        assertEquals(Kind.UNREACHABLE, down.kind());
        provider.answers(400);
        refuses("invalid_grant", begun);
    }

    @Test
    void groupsAreReadAnewShortlyBeforeTheTokensExpire() throws ProviderException {
        Arrival arrival = arrive(begin());
        provider.says(claims -> claims.claim("groups", List.of("/operators")));
        now = now.plusSeconds(269);
        assertEquals(
                "fake:/tenants/spice",
                arrival.standing().person().orElseThrow().groups().getFirst());
        now = now.plusSeconds(2);
        Identity renewed = arrival.standing().person().orElseThrow();
        assertEquals(List.of("fake:/operators", "fake:role:sailor"), renewed.groups());
        assertEquals(arrival.identity().session(), renewed.session());
    }

    @Test
    void theSignInEndsWhenTheProviderSaysSo() throws ProviderException {
        Arrival arrival = arrive(begin());
        provider.answers(400);
        now = now.plusSeconds(271);
        assertTrue(arrival.standing().person().isEmpty());
    }

    @Test
    void aRenewedTokenOfSomebodyElseEndsTheSignIn() throws ProviderException {
        Arrival arrival = arrive(begin());
        provider.says(claims -> claims.subject("somebody-else"));
        now = now.plusSeconds(271);
        assertTrue(arrival.standing().person().isEmpty());
    }

    @Test
    void anOutageIsOutlivedForAWhile() throws ProviderException {
        Arrival arrival = arrive(begin());
        provider.answers(503);
        now = now.plusSeconds(271);
        assertTrue(arrival.standing().person().isPresent());
        now = now.plus(ProviderSession.GRACE).plus(Duration.ofSeconds(60));
        assertTrue(arrival.standing().person().isEmpty());
    }

    @Test
    void theWayOutNamesTheSignInAndComesBack() throws ProviderException {
        URI out = arrive(begin()).standing().wayOut().orElseThrow();
        Map<String, List<String>> asked = URLUtils.parseParameters(out.getRawQuery());
        assertEquals(
                List.of("http://127.0.0.1:8080/sign-in?left"),
                asked.get("post_logout_redirect_uri"));
        assertTrue(asked.containsKey("id_token_hint"));
    }

    private JWTClaimsSet.Builder logout() {
        return new JWTClaimsSet.Builder()
                .issuer(provider.issuer().toString())
                .audience(FakeProvider.CLIENT)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .jwtID("once")
                .claim("sid", "at-the-provider")
                .claim(
                        "events",
                        Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    private boolean ends(Arrival arrival, JWTClaimsSet.Builder token) throws ProviderException {
        return singleSignOn
                .loggedOut("fake", provider.sign(token.build()))
                .ends(arrival.identity(), arrival.standing());
    }

    @Test
    void theProvidersNewsOfASignOutEndsThatSession() throws ProviderException {
        Arrival arrival = arrive(begin());
        assertTrue(ends(arrival, logout()));
        assertFalse(ends(arrival, logout().claim("sid", "another")));
        assertTrue(ends(arrival, logout().claim("sid", null).subject("4711")));
        assertFalse(ends(arrival, logout().claim("sid", null).subject("0815")));
    }

    @Test
    void newsThatAreNotTheProvidersEndNothing() throws Exception {
        String forged =
                FakeProvider.sign(
                        new ECKeyGenerator(Curve.P_256).keyID("fake").generate(), logout().build());
        String idToken = provider.sign(provider.idToken().build());
        for (String token :
                List.of(
                        forged,
                        idToken,
                        "",
                        "a.b.c",
                        provider.sign(logout().audience("somebody-else").build()),
                        provider.sign(logout().claim("nonce", "n").build()),
                        provider.sign(logout().claim("events", Map.of()).build()),
                        provider.sign(
                                logout().issueTime(Date.from(now.minusSeconds(600))).build()))) {
            assertThrows(
                    ProviderException.class, () -> singleSignOn.loggedOut("fake", token), token);
        }
        assertThrows(
                ProviderException.class,
                () -> singleSignOn.loggedOut("other", provider.sign(logout().build())));
    }

    @Test
    void whatTheBrowserKeepsCanNeitherBeReadNorChanged() throws ProviderException {
        Pending pending = begin().pending();
        String sealed = singleSignOn.sealed(pending);
        Pending opened = singleSignOn.opened(sealed).orElseThrow();
        assertEquals(pending.verifier(), opened.verifier());
        assertEquals(pending.to(), opened.to());
        assertFalse(sealed.contains(pending.verifier()));
        char last = sealed.charAt(sealed.length() - 3);
        String changed =
                sealed.substring(0, sealed.length() - 3)
                        + (last == 'A' ? 'B' : 'A')
                        + sealed.substring(sealed.length() - 2);
        assertTrue(singleSignOn.opened(changed).isEmpty());
        assertTrue(singleSignOn.opened("").isEmpty());
        assertTrue(
                new SingleSignOn(List.of(), () -> now, new SecureRandom())
                        .opened(sealed)
                        .isEmpty());
    }

    @Test
    void groupsStandInRoleBindingsWithTheirPrefix() {
        assertEquals(List.of("fake:/operators"), provider.settings().operatorGroups());
        assertEquals(List.of("fake:/auditors"), provider.settings().auditorGroups());
    }

    @Test
    void prefixesThatCouldPassForBuiltInNamesAreRefused() {
        ProviderSettings good = provider.settings();
        for (String prefix : List.of("", "system:", "pinisi:")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            new ProviderSettings(
                                    good.name(),
                                    good.title(),
                                    good.issuer(),
                                    good.clientId(),
                                    "",
                                    "",
                                    List.of(),
                                    good.claims(),
                                    prefix,
                                    List.of(),
                                    List.of()));
        }
    }
}
